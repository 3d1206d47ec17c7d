/** Reads the running product's audit log and has it checked. */
@NullMarked
package io.countersign.stack.audit;

import org.jspecify.annotations.NullMarked;
