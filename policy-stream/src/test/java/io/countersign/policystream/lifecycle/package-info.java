@NullMarked
package io.countersign.policystream.lifecycle;

import org.jspecify.annotations.NullMarked;
