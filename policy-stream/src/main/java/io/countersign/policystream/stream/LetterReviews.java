package io.countersign.policystream.stream;

import io.countersign.contract.Code;
import io.countersign.contract.Headers;
import io.countersign.contract.Limits;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.policy.Fact;
import io.countersign.policystream.policy.Reason;
import io.countersign.policystream.store.Section;
import io.countersign.v1.Cause;
import io.countersign.v1.RawRecord;
import io.countersign.v1.Reply;
import io.countersign.v1.Review;
import io.countersign.v1.ReviewDecision;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Decides about letters that are about no live intent: unreadable records can be put back, and all be discarded. Once. */
final class LetterReviews {

    /** Where a review may put bytes back: the topics that this topology reads for others. */
    private static final Set<String> PUT_BACK_ON =
            Set.of(Topics.SUBMITTED, Topics.CANCELLATIONS, Topics.SESSIONS, Topics.OUTCOMES, Topics.REVIEWS);

    private final Section<String, String> closed;
    private final Journal journal;
    private final Outputs out;
    private final int partitions;

    LetterReviews(Section<String, String> closed, Journal journal, Outputs out, int partitions) {
        this.closed = closed;
        this.journal = journal;
        this.out = out;
        this.partitions = partitions;
    }

    void decide(Review review, String letterId, Arrival arrival, Instant now) {
        var before = closed.get(letterId);
        var vote = FromRecords.vote(review);
        if (!vote.mayReview()) {
            refuse(arrival, review, Code.NOT_A_REVIEWER, vote.reviewer() + " is not a reviewer", null);
        } else if (before != null) {
            refuse(arrival, review, Code.ENDED, before + " was first: the letter is closed", before);
        } else if (review.getDecision() == ReviewDecision.DISCARD) {
            close(review, letterId, arrival, now, Fact.LETTER_DISCARDED, "put the letter aside");
        } else if (review.getDecision() == ReviewDecision.RETRY && review.getRaw() != null) {
            putBack(review, review.getRaw(), letterId, arrival, now);
        } else {
            refuse(arrival, review, Code.NOT_OFFERED, "the letter can only be discarded, or its bytes put back", null);
        }
    }

    private void putBack(Review review, RawRecord raw, String letterId, Arrival arrival, Instant now) {
        int hops = hops(arrival) + 1;
        if (!PUT_BACK_ON.contains(raw.getTopic())) {
            refuse(arrival, review, Code.MALFORMED, "nothing is put back on " + raw.getTopic(), null);
            return;
        }
        if (hops > Limits.HOPS) {
            refuse(arrival, review, Code.ATTEMPTS_EXHAUSTED, "it was put back " + Limits.HOPS + " times already", null);
            return;
        }
        var headers = new RecordHeaders();
        headers.add(Headers.HOPS, Integer.toString(hops).getBytes(StandardCharsets.UTF_8));
        var key = raw.getKey() == null ? null : FromRecords.bytes(raw.getKey());
        int partition = key == null
                ? arrival.partition()
                : Owner.partitionOf(new String(key, StandardCharsets.UTF_8), partitions);
        out.raw(key, raw.getTopic(), partition, FromRecords.bytes(raw.getValue()), headers);
        close(review, letterId, arrival, now, Fact.LETTER_RETRIED, "put the record back on " + raw.getTopic());
    }

    private void close(Review review, String letterId, Arrival arrival, Instant now, Fact fact, String words) {
        var reviewer = FromRecords.vote(review).reviewer();
        closed.put(letterId, reviewer);
        var reasons = List.of(new Reason(fact.name(), null, reviewer + " " + words));
        var cause = new Cause(arrival.topic(), arrival.partition(), arrival.offset(), null);
        journal.letterClosed(letterId, reasons, reviewer, cause, now);
        reply(arrival, review, true, null, reasons, reviewer);
    }

    private void refuse(Arrival arrival, Review review, Code code, String message, @Nullable String actor) {
        reply(arrival, review, false, code.name(), List.of(new Reason(code.name(), null, message)), actor);
    }

    private void reply(
            Arrival arrival,
            Review review,
            boolean accepted,
            @Nullable String code,
            List<Reason> reasons,
            @Nullable String actor) {
        var requestId = arrival.requestId();
        if (requestId != null) {
            out.keyed(
                    Topics.REPLIES,
                    review.getLetterId(),
                    arrival.partition(),
                    Reply.newBuilder()
                            .setRequestId(requestId)
                            .setAccepted(accepted)
                            .setCode(code)
                            .setReasons(ToRecords.texts(reasons))
                            .setActor(actor)
                            .build(),
                    arrival.traceparent());
        }
    }

    private static int hops(Arrival arrival) {
        var text = arrival.header(Headers.HOPS);
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return Limits.HOPS;
        }
    }
}
