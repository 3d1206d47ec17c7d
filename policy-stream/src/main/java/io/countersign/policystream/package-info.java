/** The composition root: settings, wiring, start and end, health. */
@NullMarked
package io.countersign.policystream;

import org.jspecify.annotations.NullMarked;
