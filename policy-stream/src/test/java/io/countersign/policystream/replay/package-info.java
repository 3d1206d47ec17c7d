@NullMarked
package io.countersign.policystream.replay;

import org.jspecify.annotations.NullMarked;
