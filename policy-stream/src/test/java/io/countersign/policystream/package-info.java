@NullMarked
package io.countersign.policystream;

import org.jspecify.annotations.NullMarked;
