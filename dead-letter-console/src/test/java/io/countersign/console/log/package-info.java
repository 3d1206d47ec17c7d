@NullMarked
package io.countersign.console.log;

import org.jspecify.annotations.NullMarked;
