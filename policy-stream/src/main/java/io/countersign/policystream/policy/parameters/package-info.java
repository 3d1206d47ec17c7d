/** The arguments of an action: their schema, and how they enter expressions. */
@NullMarked
package io.countersign.policystream.policy.parameters;

import org.jspecify.annotations.NullMarked;
