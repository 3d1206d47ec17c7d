/**
 * What a backend team programs against: an approved action comes in, a result goes back. No Kafka, no Avro.
 *
 * <pre>{@code
 * public final class Refunds implements ActionHandler {
 *
 *     @Override
 *     public Result run(ApprovedAction action, Attempt attempt) throws Exception {
 *         var answer = backend.refund(action.parameters(), action.idempotencyKey());
 *         return switch (answer.status()) {
 *             case 200 -> Result.succeeded(answer.json());
 *             case 404, 409 -> Result.failed("REFUSED", answer.text());
 *             case 503 -> Result.failedRetryable("BUSY", answer.text(), answer.retryAfter());
 *             default -> Result.unknown("BROKEN", answer.text()); // it may have happened
 *         };
 *     }
 *
 *     public static void main(String[] args) throws InterruptedException {
 *         var settings = ExecutorSettings.of(
 *                 "kafka:9092", "http://registry:8081/apis/ccompat/v7", "refunds-team", "refunds-1",
 *                 Subscription.to("orders.refund"));
 *         var keys = KeySource.file(Path.of("approval-keys.json"));
 *         var executor = ExecutorClient.start(settings, keys, new Refunds(), ActionListener.NONE);
 *         Runtime.getRuntime().addShutdownHook(new Thread(executor::close));
 *     }
 * }
 * }</pre>
 */
@NullMarked
package io.countersign.protocol;

import org.jspecify.annotations.NullMarked;
