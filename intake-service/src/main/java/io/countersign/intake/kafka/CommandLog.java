package io.countersign.intake.kafka;

import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.door.identity.Caller;
import io.countersign.intake.IntakeConfig;
import io.countersign.intake.submission.Commands;
import io.countersign.intake.submission.NewIntent;
import io.countersign.intake.submission.NewSession;
import io.countersign.wire.RegistryAwayException;
import io.countersign.wire.WireFormat;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/** The topics of commands, seen from the door. */
@Singleton
final class CommandLog implements Commands {
    private static final Logger LOG = Logger.getLogger(CommandLog.class);

    // Nothing overflows: the waiting room bounds how many commands there are at a time.
    private final MutinyEmitter<byte[]> submitted;
    private final MutinyEmitter<byte[]> cancellations;
    private final MutinyEmitter<byte[]> sessions;
    private final WireFormat wire;
    private final Duration acknowledgedWithin;
    private final BrokerGate gate = new BrokerGate();

    CommandLog(
            @Channel("submitted") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> submitted,
            @Channel("cancellations") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<byte[]> cancellations,
            @Channel("sessions") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> sessions,
            WireFormat wire,
            IntakeConfig config) {
        this.submitted = submitted;
        this.cancellations = cancellations;
        this.sessions = sessions;
        this.wire = wire;
        this.acknowledgedWithin = config.acknowledgedWithin();
    }

    @Override
    public Receipt submit(NewIntent intent, String requestId) throws InterruptedException {
        return publish(submitted, Topics.SUBMITTED, intent.caller().owner(), Records.intent(intent), requestId);
    }

    @Override
    public Receipt cancel(Caller caller, String intentId, String requestId) throws InterruptedException {
        var cancellation = Records.cancellation(caller, intentId);
        return publish(cancellations, Topics.CANCELLATIONS, caller.owner(), cancellation, requestId);
    }

    @Override
    public Receipt open(NewSession session, String requestId) throws InterruptedException {
        return publish(sessions, Topics.SESSIONS, session.caller().owner(), Records.session(session), requestId);
    }

    @Override
    public Receipt end(Caller caller, String sessionId, String requestId) throws InterruptedException {
        return publish(sessions, Topics.SESSIONS, caller.owner(), Records.ended(caller, sessionId), requestId);
    }

    /** Fails if the registry is away or does not have them; once it did not, the first command will not wait for it. */
    void lookUpSchemas() {
        wire.encode(Topics.SUBMITTED, Records.EXAMPLE_INTENT);
        wire.encode(Topics.CANCELLATIONS, Records.EXAMPLE_CANCELLATION);
        wire.encode(Topics.SESSIONS, Records.EXAMPLE_SESSION);
    }

    private Receipt publish(
            MutinyEmitter<byte[]> channel, String topic, Owner owner, SpecificRecord command, String requestId)
            throws InterruptedException {
        if (!gate.enter()) {
            return Receipt.BROKER_AWAY;
        }
        try {
            var value = wire.encode(topic, command);
            channel.sendMessage(message(owner, value, requestId))
                    .subscribeAsCompletionStage()
                    .get(acknowledgedWithin.toMillis(), TimeUnit.MILLISECONDS);
            gate.succeeded();
            return Receipt.ACKNOWLEDGED;
        } catch (ExecutionException e) {
            return e.getCause() instanceof RecordTooLargeException ? tooLarge() : away(topic, requestId, e);
        } catch (TimeoutException | RegistryAwayException e) {
            return away(topic, requestId, e);
        } catch (InterruptedException | RuntimeException e) {
            // The client left, or a defect: the gate learns nothing of the broker, but somebody else may try.
            gate.gaveUp();
            throw e;
        }
    }

    private Receipt tooLarge() {
        gate.succeeded();
        return Receipt.TOO_LARGE;
    }

    /** One line when the broker goes; whoever meets it in between is in the log of requests. */
    private Receipt away(String topic, String requestId, Throwable why) {
        if (gate.failed()) {
            LOG.warnf("the broker does not acknowledge topic=%s request=%s why=%s", topic, requestId, why);
        }
        return Receipt.BROKER_AWAY;
    }

    private static Message<byte[]> message(Owner owner, byte[] value, String requestId) {
        var headers = new RecordHeaders().add(Headers.REQUEST_ID, requestId.getBytes(StandardCharsets.UTF_8));
        return Message.of(
                value,
                Metadata.of(
                        OutgoingKafkaRecordMetadata.<String>builder()
                                .withKey(owner.key())
                                .withHeaders(headers)
                                .build(),
                        TracingMetadata.withCurrent(Context.current())));
    }
}
