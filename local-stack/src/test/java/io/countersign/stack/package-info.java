@NullMarked
package io.countersign.stack;

import org.jspecify.annotations.NullMarked;
