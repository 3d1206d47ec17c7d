@NullMarked
package io.countersign.policystream.policy.yaml;

import org.jspecify.annotations.NullMarked;
