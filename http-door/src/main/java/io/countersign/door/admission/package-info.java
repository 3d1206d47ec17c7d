/** How many requests a process takes in at the same time. */
@NullMarked
package io.countersign.door.admission;

import org.jspecify.annotations.NullMarked;
