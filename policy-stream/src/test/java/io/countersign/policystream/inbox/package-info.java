@NullMarked
package io.countersign.policystream.inbox;

import org.jspecify.annotations.NullMarked;
