/** Who is let in: how many requests a process takes in at the same time, and how much each caller may bring. */
@NullMarked
package io.countersign.door.admission;

import org.jspecify.annotations.NullMarked;
