@NullMarked
package io.countersign.intake.mcp;

import org.jspecify.annotations.NullMarked;
