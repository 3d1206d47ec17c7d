/** Who gets to see and touch what, at every call of every door. */
@NullMarked
package io.countersign.endtoend.isolation;

import org.jspecify.annotations.NullMarked;
