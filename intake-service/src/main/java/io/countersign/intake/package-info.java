/** intake-service, the doors: its configuration, metrics and wiring. */
@NullMarked
package io.countersign.intake;

import org.jspecify.annotations.NullMarked;
