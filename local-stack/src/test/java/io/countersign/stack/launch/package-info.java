@NullMarked
package io.countersign.stack.launch;

import org.jspecify.annotations.NullMarked;
