@NullMarked
package io.countersign.wire;

import org.jspecify.annotations.NullMarked;
