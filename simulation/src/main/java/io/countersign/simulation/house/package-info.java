/** A policy as the simulation knows it: written out as a bundle for the product, and judged here by other code. */
@NullMarked
package io.countersign.simulation.house;

import org.jspecify.annotations.NullMarked;
