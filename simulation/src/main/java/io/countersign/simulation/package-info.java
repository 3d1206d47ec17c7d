/**
 * Random histories of one partition: the product's pure core in a shell that commits, crashes and starts again, and beside
 * it an oracle that says what must come of everything.
 */
@NullMarked
package io.countersign.simulation;

import org.jspecify.annotations.NullMarked;
