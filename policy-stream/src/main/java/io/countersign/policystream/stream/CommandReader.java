package io.countersign.policystream.stream;

import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Code;
import io.countersign.contract.IntentIds;
import io.countersign.contract.Limits;
import io.countersign.contract.MalformedJson;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.lifecycle.Input;
import io.countersign.v1.Cancellation;
import io.countersign.v1.Intent;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.Review;
import io.countersign.v1.Session;
import io.countersign.wire.Reading;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads input records. Whatever the bytes are, the answer is a value; only a registry that is away throws, since then
 * nobody knows what they are.
 */
final class CommandReader {

    private final WireFormat wire;

    CommandReader(WireFormat wire) {
        this.wire = wire;
    }

    Command read(Arrival arrival) {
        return switch (arrival.topic()) {
            case Topics.SUBMITTED -> read(arrival, Intent.class, intent -> submitted(arrival, intent));
            case Topics.CANCELLATIONS -> read(arrival, Cancellation.class, order -> cancelled(arrival, order));
            case Topics.SESSIONS -> read(arrival, Session.class, session -> ofSession(arrival, session));
            case Topics.OUTCOMES -> read(arrival, Outcome.class, outcome -> reported(arrival, outcome));
            case Topics.REVIEWS -> read(arrival, Review.class, review -> reviewed(arrival, review));
            default -> throw new IllegalStateException("no source of this topology: " + arrival.topic());
        };
    }

    private <T extends SpecificRecord> Command read(Arrival arrival, Class<T> type, Function<T, Command> then) {
        return switch (wire.decode(arrival.topic(), arrival.record().value(), type)) {
            case Reading.Decoded<T> decoded -> then.apply(decoded.record());
            case Reading.Unreadable<T> unreadable ->
                new Command.Unreadable(
                        Code.UNREADABLE.name(), unreadable.reason() + ": " + unreadable.message(), unreadable.cause());
        };
    }

    private static Command submitted(Arrival arrival, Intent intent) {
        return owned(arrival, intent.getTenant(), intent.getUser(), intent.getId(), owner -> {
            var justification = intent.getJustification();
            if (Limits.exceeds(intent.getParameters(), Limits.PARAMETERS_BYTES)) {
                return unreadable("parameters have more than " + Limits.PARAMETERS_BYTES + " bytes");
            }
            if (justification != null && Limits.exceeds(justification, Limits.JUSTIFICATION_BYTES)) {
                return unreadable("the justification has more than " + Limits.JUSTIFICATION_BYTES + " bytes");
            }
            if (!isCanonical(intent.getParameters())) {
                return unreadable("parameters are not the RFC 8785 text of a JSON object");
            }
            var request = FromRecords.request(intent, arrival.traceparent());
            return new Command.Known(owner, intent.getId(), new Input.Submitted(request));
        });
    }

    private static Command cancelled(Arrival arrival, Cancellation order) {
        return owned(
                arrival,
                order.getTenant(),
                order.getUser(),
                order.getIntentId(),
                owner -> new Command.Known(owner, order.getIntentId(), new Input.Cancelled(order.getRequestedBy())));
    }

    private static Command ofSession(Arrival arrival, Session session) {
        var at = Instant.ofEpochMilli(arrival.timestamp());
        return owned(
                arrival,
                session.getTenant(),
                session.getUser(),
                session.getId(),
                owner -> new Command.OfSession(owner, FromRecords.order(session, at)));
    }

    private static Command reported(Arrival arrival, Outcome outcome) {
        var at = Instant.ofEpochMilli(arrival.timestamp());
        return owned(arrival, outcome.getTenant(), outcome.getUser(), outcome.getId(), owner -> {
            if (outcome.getStatus() == OutcomeStatus.FENCE) {
                return new Command.Known(owner, outcome.getId(), new Input.Fenced(outcome.getAttempt(), at));
            }
            return FromRecords.report(outcome, at)
                    .<Command>map(report -> new Command.Known(owner, outcome.getId(), report))
                    .orElseGet(() -> unreadable("an outcome's status that is not known"));
        });
    }

    private static Command reviewed(Arrival arrival, Review review) {
        var letterId = review.getLetterId();
        if (review.getIntentId() == null || review.getTenant() == null || review.getUser() == null) {
            return letterId == null
                    ? unreadable("a review of neither an intent nor a letter")
                    : new Command.OfLetter(review, letterId);
        }
        return owned(arrival, review.getTenant(), review.getUser(), review.getIntentId(), owner -> {
            return FromRecords.review(review, Instant.ofEpochMilli(arrival.timestamp()))
                    .<Command>map(input -> new Command.Known(owner, review.getIntentId(), input))
                    .orElseGet(() -> unreadable("a review's decision that is not taken yet"));
        });
    }

    /** Whatever belongs to an owner carries the owner's key, and a proper id. */
    private static Command owned(
            Arrival arrival, String tenant, String user, String intentId, Function<String, Command> command) {
        var owner = Owner.of(tenant, user);
        if (owner.isEmpty()) {
            return unreadable("tenant and user make no owner");
        }
        if (!owner.get().key().equals(key(arrival))) {
            return unreadable("the record's key is not its owner's");
        }
        if (!IntentIds.isValid(intentId)) {
            return unreadable("the id is not a uuid in lower case");
        }
        return command.apply(owner.get().key());
    }

    private static @Nullable String key(Arrival arrival) {
        var key = arrival.record().key();
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    private static boolean isCanonical(String parameters) {
        try {
            return parameters.startsWith("{")
                    && CanonicalJson.canonicalize(parameters).equals(parameters);
        } catch (MalformedJson e) {
            return false;
        }
    }

    private static Command.Unreadable unreadable(String message) {
        return new Command.Unreadable(Code.UNREADABLE.name(), message, null);
    }
}
