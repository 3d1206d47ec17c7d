/** Is this a well-formed request, whose is it, and what is its identity: plain Java, no framework. */
@NullMarked
package io.countersign.intake.submission;

import org.jspecify.annotations.NullMarked;
