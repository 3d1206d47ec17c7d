@NullMarked
package io.countersign.door;

import org.jspecify.annotations.NullMarked;
