/** The doors over HTTP, with a real broker behind them. */
@NullMarked
package io.countersign.intake.door;

import org.jspecify.annotations.NullMarked;
