@NullMarked
package io.countersign.policystream.activation;

import org.jspecify.annotations.NullMarked;
