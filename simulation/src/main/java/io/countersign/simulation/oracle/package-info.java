/**
 * What the broker should do, worked out from its description by naive code: every hold is an entry of a list, every sum is
 * made anew. It shares nothing with the product.
 */
@NullMarked
package io.countersign.simulation.oracle;

import org.jspecify.annotations.NullMarked;
