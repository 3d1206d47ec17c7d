@NullMarked
package io.countersign.policystream.replytopic;

import org.jspecify.annotations.NullMarked;
