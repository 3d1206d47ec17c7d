@NullMarked
package io.countersign.protocol;

import org.jspecify.annotations.NullMarked;
