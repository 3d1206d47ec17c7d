/** YAML as policies use it: values with their lines, and what is found wrong with them. */
@NullMarked
package io.countersign.policystream.policy.yaml;

import org.jspecify.annotations.NullMarked;
