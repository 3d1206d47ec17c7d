/** What the topology keeps: sections of one store, so that a decision writes to one changelog and not to ten. */
@NullMarked
package io.countersign.policystream.store;

import org.jspecify.annotations.NullMarked;
