@NullMarked
package io.countersign.policystream.budget;

import org.jspecify.annotations.NullMarked;
