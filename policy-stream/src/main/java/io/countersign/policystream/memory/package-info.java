/** What approved intents leave behind, for the rules that look back: sums of counters, labels and counts of sessions. */
@NullMarked
package io.countersign.policystream.memory;

import org.jspecify.annotations.NullMarked;
