/** The review desk: its composition, settings and measures. */
@NullMarked
package io.countersign.console;

import org.jspecify.annotations.NullMarked;
