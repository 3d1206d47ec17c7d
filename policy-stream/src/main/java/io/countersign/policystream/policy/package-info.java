/** What the rules say of an intent: bundles of documents, compiled to one pure question-and-answer. */
@NullMarked
package io.countersign.policystream.policy;

import org.jspecify.annotations.NullMarked;
