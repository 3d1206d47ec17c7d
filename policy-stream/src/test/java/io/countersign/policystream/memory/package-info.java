@NullMarked
package io.countersign.policystream.memory;

import org.jspecify.annotations.NullMarked;
