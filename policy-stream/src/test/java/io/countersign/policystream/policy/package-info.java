@NullMarked
package io.countersign.policystream.policy;

import org.jspecify.annotations.NullMarked;
