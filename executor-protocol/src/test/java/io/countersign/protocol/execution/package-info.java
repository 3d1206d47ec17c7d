@NullMarked
package io.countersign.protocol.execution;

import org.jspecify.annotations.NullMarked;
