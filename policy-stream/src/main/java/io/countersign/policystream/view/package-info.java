/** What has been committed about every intent, for answers: a fold of the audit log and of the erasable contents. */
@NullMarked
package io.countersign.policystream.view;

import org.jspecify.annotations.NullMarked;
