/** The Model Context Protocol as this door speaks it: its messages, its revisions, and actions as its tools. Plain Java. */
@NullMarked
package io.countersign.intake.mcp;

import org.jspecify.annotations.NullMarked;
