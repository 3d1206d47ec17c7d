@NullMarked
package io.countersign.endtoend;

import org.jspecify.annotations.NullMarked;
