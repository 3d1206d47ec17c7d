/** Who calls: plain Java, so that the pure packages of services may speak of callers. */
@NullMarked
package io.countersign.door.identity;

import org.jspecify.annotations.NullMarked;
