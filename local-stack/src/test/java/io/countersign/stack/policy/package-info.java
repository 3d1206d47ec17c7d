@NullMarked
package io.countersign.stack.policy;

import org.jspecify.annotations.NullMarked;
