@NullMarked
package io.countersign.policystream.stream.layout;

import org.jspecify.annotations.NullMarked;
