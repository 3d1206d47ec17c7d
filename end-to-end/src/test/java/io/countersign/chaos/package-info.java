@NullMarked
package io.countersign.chaos;

import org.jspecify.annotations.NullMarked;
