@NullMarked
package io.countersign.stack.identity;

import org.jspecify.annotations.NullMarked;
