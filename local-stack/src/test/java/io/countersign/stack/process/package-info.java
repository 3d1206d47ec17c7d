@NullMarked
package io.countersign.stack.process;

import org.jspecify.annotations.NullMarked;
