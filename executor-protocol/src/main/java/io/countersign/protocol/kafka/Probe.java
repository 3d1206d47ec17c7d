package io.countersign.protocol.kafka;

import io.countersign.contract.Headers;
import io.countersign.contract.IdempotencyKey;
import io.countersign.contract.Owner;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.execution.AttemptKey;
import io.countersign.v1.Directive;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A question for what became of an attempt, as a directive puts it.
 *
 * @param capability what the answer carries as its lease
 * @param partition the number of the partition on which the question lies, and the answer belongs
 * @param group the one consumer group that is asked; null: whoever can answer
 */
record Probe(
        ProbedAction action,
        AttemptKey key,
        String capability,
        int partition,
        @Nullable String group) {

    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

    /** The question that the directive puts, if it is complete and lies where it belongs. */
    static Optional<Probe> of(Directive directive, AttemptKey key, ConsumerRecord<byte[], byte[]> record) {
        var tenant = directive.getTenant();
        var user = directive.getUser();
        var action = directive.getAction();
        var capability = directive.getProbe();
        if (tenant == null || user == null || action == null || capability == null || directive.getAttempt() < 1) {
            return ignored(record, "it is not complete");
        }
        if (!Owner.of(tenant, user).map(Owner::key).equals(Optional.of(key.owner()))) {
            return ignored(record, "its key is not its owner's");
        }
        var id = directive.getId();
        var probed = new ProbedAction(
                id,
                tenant,
                user,
                action,
                directive.getAttempt(),
                IdempotencyKey.of(tenant, user, id),
                traceparent(record));
        return Optional.of(new Probe(probed, key, capability, record.partition(), directive.getExecutor()));
    }

    private static Optional<Probe> ignored(ConsumerRecord<byte[], byte[]> record, String why) {
        LOG.warn("A probe is not answered: {}. partition={} offset={}", why, record.partition(), record.offset());
        return Optional.empty();
    }

    private static @Nullable String traceparent(ConsumerRecord<byte[], byte[]> record) {
        var header = record.headers().lastHeader(Headers.TRACEPARENT);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
