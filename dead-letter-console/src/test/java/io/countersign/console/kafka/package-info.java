@NullMarked
package io.countersign.console.kafka;

import org.jspecify.annotations.NullMarked;
