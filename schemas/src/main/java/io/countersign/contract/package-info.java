/** Names and pure functions of the contract. No Avro, no framework. */
@NullMarked
package io.countersign.contract;

import org.jspecify.annotations.NullMarked;
