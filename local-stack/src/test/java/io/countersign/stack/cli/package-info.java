@NullMarked
package io.countersign.stack.cli;

import org.jspecify.annotations.NullMarked;
