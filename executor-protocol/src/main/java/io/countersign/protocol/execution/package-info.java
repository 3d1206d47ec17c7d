/** The pure decisions of an executor: may this run now, and what does its result mean. */
@NullMarked
package io.countersign.protocol.execution;

import org.jspecify.annotations.NullMarked;
