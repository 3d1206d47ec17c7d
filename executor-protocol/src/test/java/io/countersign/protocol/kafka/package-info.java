@NullMarked
package io.countersign.protocol.kafka;

import org.jspecify.annotations.NullMarked;
