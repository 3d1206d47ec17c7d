@NullMarked
package io.countersign.chaos.doors;

import org.jspecify.annotations.NullMarked;
