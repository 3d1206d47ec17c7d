package io.countersign.protocol.kafka;

import java.util.concurrent.CompletableFuture;

/** How it is told that a record needs no redelivery; completes when the broker has the commit. */
@FunctionalInterface
interface Settlement {
    CompletableFuture<Void> settle();
}
