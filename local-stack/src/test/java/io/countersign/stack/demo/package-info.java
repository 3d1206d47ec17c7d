@NullMarked
package io.countersign.stack.demo;

import org.jspecify.annotations.NullMarked;
