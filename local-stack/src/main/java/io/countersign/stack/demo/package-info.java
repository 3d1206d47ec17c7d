/** The demo: agents, reviewers and a backend that act out what Countersign is for, and check that it happens. */
@NullMarked
package io.countersign.stack.demo;

import org.jspecify.annotations.NullMarked;
