/** What touches Avro: canonical record JSON, hash, signature, and the Confluent wire format. */
@NullMarked
package io.countersign.wire;

import org.jspecify.annotations.NullMarked;
