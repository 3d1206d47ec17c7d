@NullMarked
package io.countersign.policystream.policy.parameters;

import org.jspecify.annotations.NullMarked;
