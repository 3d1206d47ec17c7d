/** What was recorded, decided once more: the audit log proved from its inputs. */
@NullMarked
package io.countersign.policystream.replay;

import org.jspecify.annotations.NullMarked;
