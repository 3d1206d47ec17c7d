/** The doors over HTTP: one resource per path, one shape for every error. */
@NullMarked
package io.countersign.intake.http;

import org.jspecify.annotations.NullMarked;
