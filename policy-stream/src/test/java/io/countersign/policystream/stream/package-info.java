@NullMarked
package io.countersign.policystream.stream;

import org.jspecify.annotations.NullMarked;
