/** What requests wait for, and how many may: plain Java, no framework. Everything here is safe for use by many threads. */
@NullMarked
package io.countersign.intake.waiting;

import org.jspecify.annotations.NullMarked;
