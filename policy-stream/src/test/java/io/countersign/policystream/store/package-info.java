@NullMarked
package io.countersign.policystream.store;

import org.jspecify.annotations.NullMarked;
