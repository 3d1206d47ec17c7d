/** Callers of the doors who write what they like, and what every answer to them has to be like. */
@NullMarked
package io.countersign.chaos.doors;

import org.jspecify.annotations.NullMarked;
