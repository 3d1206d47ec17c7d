@NullMarked
package io.countersign.simulation;

import org.jspecify.annotations.NullMarked;
