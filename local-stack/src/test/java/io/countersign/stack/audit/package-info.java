@NullMarked
package io.countersign.stack.audit;

import org.jspecify.annotations.NullMarked;
