/** What was recorded, decided once more: to prove the audit log from its inputs, or by another policy, to compare. */
@NullMarked
package io.countersign.policystream.replay;

import org.jspecify.annotations.NullMarked;
