/** What holds calls back: breakers, and how many a backend bears at a time. */
@NullMarked
package io.countersign.executor.gate;

import org.jspecify.annotations.NullMarked;
