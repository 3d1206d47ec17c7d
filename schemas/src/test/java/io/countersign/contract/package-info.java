@NullMarked
package io.countersign.contract;

import org.jspecify.annotations.NullMarked;
