package io.countersign.simulation;

import io.countersign.contract.Capabilities;
import io.countersign.contract.Code;
import io.countersign.contract.IntentDigest;
import io.countersign.contract.Sha256;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.lifecycle.Fault;
import io.countersign.policystream.lifecycle.Input;
import io.countersign.policystream.lifecycle.PassedOver;
import io.countersign.policystream.lifecycle.ReportStatus;
import io.countersign.policystream.lifecycle.Request;
import io.countersign.policystream.lifecycle.Timer;
import io.countersign.policystream.lifecycle.TimerName;
import io.countersign.policystream.policy.TaskGrant;
import io.countersign.policystream.session.SessionOrder;
import io.countersign.simulation.house.Ask;
import io.countersign.simulation.oracle.Event;
import io.countersign.simulation.oracle.Order;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** What happens, in the words of the product. */
final class Translation {

    private static final String FORGED = "00000000-0000-0000-0000-000000000000";

    private Translation() {}

    /** An ask as a door makes it. */
    static Request request(Ask ask) {
        var parameters = "{\"amount\":" + ask.amount() + "}";
        return new Request(
                ask.id(),
                ask.tenant(),
                ask.user(),
                ask.agent(),
                null,
                ask.session(),
                ask.action(),
                parameters,
                ask.model(),
                ask.maxTokens(),
                ask.inputTokens(),
                "because I say so",
                false,
                ask.deadline() == null ? null : Instant.ofEpochMilli(ask.deadline()),
                ask.defer(),
                ask.roles(),
                null,
                nonce(ask),
                IntentDigest.of(
                        ask.action(),
                        ask.agent(),
                        ask.maxTokens(),
                        ask.model(),
                        parameters,
                        false,
                        ask.session(),
                        ask.tenant(),
                        ask.user()),
                Instant.EPOCH,
                ask.parent(),
                null);
    }

    private static byte[] nonce(Ask ask) {
        return ask.id().getBytes(StandardCharsets.US_ASCII);
    }

    /** An event; {@code asked} is what the intent was asked for as, if that is known. */
    static Input input(Event event, @Nullable Request asked) {
        return switch (event) {
            case Event.Submit submit -> new Input.Submitted(request(submit.ask()));
            case Event.Derive derive -> throw new IllegalArgumentException("the core makes it: " + derive);
            case Event.Cancel cancel -> new Input.Cancelled(cancel.by());
            case Event.Review review ->
                new Input.Reviewed(
                        review.reviewId(),
                        null,
                        review.expectedVersion(),
                        Input.Decree.valueOf(review.decree().name()),
                        review.sameDigest() && asked != null ? asked.digest() : "another",
                        vote(review.voter()),
                        review.commented() ? "seen" : null,
                        Instant.ofEpochMilli(review.at()));
            case Event.Report report -> report(report, asked);
            case Event.Fence fence -> new Input.Fenced(fence.attempt(), Instant.ofEpochMilli(fence.at()));
            case Event.Due due ->
                new Input.Due(new Timer(TimerName.valueOf(due.name()), Instant.ofEpochMilli(due.due())));
            case Event.Halt ignored -> new Input.Halted();
            case Event.Wake ignored -> new Input.Woken();
        };
    }

    static SessionOrder order(Order order) {
        return switch (order) {
            case Order.Open open ->
                new SessionOrder.Open(
                        open.task().id(),
                        open.task().agent(),
                        open.task().allowances().stream()
                                .map(allowance -> new TaskGrant(allowance.action(), allowance.when()))
                                .toList(),
                        "cli",
                        open.task().lasts(),
                        Sha256.hex(open.task().toString()),
                        Instant.ofEpochMilli(open.at()));
            case Order.End end -> new SessionOrder.End(end.id(), "cli");
        };
    }

    static Input.Vote vote(Event.Voter voter) {
        return new Input.Vote(voter.name(), voter.outsider(), voter.roles());
    }

    static Event.Voter voter(Input.Vote vote) {
        return new Event.Voter(vote.reviewer(), vote.outsider(), vote.roles());
    }

    private static Input.Reported report(Event.Report report, @Nullable Request asked) {
        var used = report.used();
        boolean faulty = report.saysFrozen() || report.retryAfter() != null;
        return new Input.Reported(
                report.attempt(),
                asked == null ? FORGED : pass(report, asked.nonce()),
                ReportStatus.valueOf(report.status().name()),
                report.run(),
                null,
                null,
                faulty
                        ? new Fault(report.saysFrozen() ? Code.FROZEN.name() : "HTTP_503", "later", report.retryAfter())
                        : null,
                report.noEffect(),
                used == null
                        ? null
                        : new Consumption(used.input(), used.output(), used.cached(), used.cost(), false, used.model()),
                report.cached(),
                report.fallback(),
                Collections.nCopies(report.passedOver(), new PassedOver("small", "HTTP_503", "later")),
                "x1",
                Instant.ofEpochMilli(report.at()));
    }

    private static String pass(Event.Report report, byte[] nonce) {
        return switch (report.pass()) {
            case LEASE -> Capabilities.lease(nonce, report.attempt());
            case PROBE -> Capabilities.probe(nonce, report.attempt());
            case FORGED -> FORGED;
        };
    }
}
