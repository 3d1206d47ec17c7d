package io.countersign.policystream.stream;

import io.countersign.contract.Topics;
import io.countersign.v1.Cancellation;
import io.countersign.v1.Intent;
import io.countersign.v1.OnQuota;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.Review;
import io.countersign.v1.ReviewDecision;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A history in which much happens: repeats, refusals, holds, votes, letters, retries, lines, ticks, fences, a freeze, a
 * limit of its owner's own, a cancellation, and bytes that nobody can read.
 */
final class EventfulDay {

    private EventfulDay() {}

    static void play(Rig rig) {
        var held = Rig.intent("orders.refund", "{\"amount\":250}").build();
        rig.submit(held);
        rig.submit(held);
        rig.put(Topics.SUBMITTED, "acme/ana", "no avro".getBytes(StandardCharsets.UTF_8), new RecordHeaders());
        rig.submit(Rig.intent("orders.refund", "{\"amount\":300}").build());
        var letters = rig.letters();
        review(rig, held, letters.getFirst().getDigest(), List.of("countersign-reviewer"));
        review(rig, held, letters.getFirst().getDigest(), List.of("countersign-reviewer", "finance"));
        rig.report(rig.approvals("orders.refund").getFirst(), OutcomeStatus.STARTED);
        rig.send(
                Topics.REVIEWS,
                Review.newBuilder()
                        .setReviewId("put-aside")
                        .setLetterId(letters.get(1).getId())
                        .setTenant("acme")
                        .setExpectedVersion(0)
                        .setDecision(ReviewDecision.DISCARD)
                        .setReviewer("fin")
                        .setReviewerTenant("acme")
                        .setReviewerRoles(List.of("countersign-reviewer"))
                        .build());
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());
        var read = rig.approvals("orders.read").getFirst();
        rig.report(read, OutcomeStatus.STARTED);
        rig.report(read, OutcomeStatus.FAILED_RETRYABLE);
        rig.submit(Rig.intent("reports.run", "{}").build());
        var waiting =
                Rig.intent("reports.run", "{\"n\":2}").setOnQuota(OnQuota.DEFER).build();
        rig.submit(waiting);
        rig.submit(
                Rig.intent("reports.run", "{\"n\":3}").setOnQuota(OnQuota.DEFER).build());
        rig.submit(Rig.intent("reports.run", "{\"n\":4}").build());
        rig.controls.override("reports-per-ten-seconds", "acme/ana", 2L);
        rig.submit(Rig.intent("orders.burn", "{}").build());
        rig.controls.freeze("action/orders.*", true);
        rig.pass(Duration.ofSeconds(5));
        rig.tick();
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A2\"}").build());
        rig.controls.thaw("action/orders.*");
        rig.pass(Duration.ofSeconds(11));
        rig.tick();
        rig.send(
                Topics.CANCELLATIONS,
                Cancellation.newBuilder()
                        .setTenant("acme")
                        .setUser("ana")
                        .setIntentId(waiting.getId())
                        .setRequestedBy("ana")
                        .build());
        rig.controls.override("reports-per-ten-seconds", "acme/ana", null);
        rig.pass(Duration.ofHours(2));
        rig.tick();
        rig.tick();
    }

    private static void review(Rig rig, Intent intent, String digest, List<String> roles) {
        rig.send(Topics.REVIEWS, Rig.review(intent, digest, roles).build());
    }
}
