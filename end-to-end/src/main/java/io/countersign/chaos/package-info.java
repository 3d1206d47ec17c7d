/** The product under faults: load, a backend that keeps its own books, what kills, and an oracle that says what broke. */
@NullMarked
package io.countersign.chaos;

import org.jspecify.annotations.NullMarked;
