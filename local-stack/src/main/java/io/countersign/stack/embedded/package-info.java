/** The parts of the stack that run from Maven artifacts, without a container engine. */
@NullMarked
package io.countersign.stack.embedded;

import org.jspecify.annotations.NullMarked;
