package io.countersign.policystream.lifecycle;

import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.policy.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One intent in a {@link Shell}, told as a story: what happens to it, and what the latest decision was. */
final class Story {

    private final Shell shell;
    private final Request request;
    private Decision latest = new Decision(null, List.of());

    Story(Shell shell, Request request) {
        this.shell = shell;
        this.request = request;
    }

    /** The intent of this id, made from this one. */
    Story successor(String id) {
        var state = Objects.requireNonNull(shell.state(id), "the successor exists");
        return new Story(shell, state.dossier().request());
    }

    Story given(Input input) {
        latest = shell.decide(request.id(), input);
        return this;
    }

    Story after(Duration span) {
        shell.after(span);
        return this;
    }

    Story at(Instant instant) {
        shell.at(instant);
        return this;
    }

    Story submittedAgain() {
        return given(new Input.Submitted(request));
    }

    Story begun() {
        return reported(ReportStatus.STARTED);
    }

    /** The last attempt's executor reports, now. */
    Story reported(ReportStatus status) {
        return given(report(status));
    }

    Story using(ReportStatus status, long tokens) {
        return given(report(status).using(new Consumption(tokens, 0, 0, 0, false)));
    }

    Story failing(ReportStatus status, Fault fault) {
        return given(report(status).failing(fault));
    }

    Story given(Report report) {
        return given(report.input());
    }

    /** A report of the last attempt, now. */
    Report report(ReportStatus status) {
        return report(status, attempt().number());
    }

    Report report(ReportStatus status, int attempt) {
        var lease = dossier().attempt(attempt).orElseThrow().lease(request);
        return new Report(
                attempt, lease, status, "run-" + attempt, null, null, false, false, false, List.of(), shell.now());
    }

    /** The fence that a due timer asks for is read, now. */
    Story fenced() {
        return given(new Input.Fenced(attempt().number(), shell.now()));
    }

    Story cancelledBy(String who) {
        return given(new Input.Cancelled(who));
    }

    Review reviewed(Input.Decree decree) {
        return new Review(this, decree);
    }

    /** A timer of this name fires, now. */
    Story due(TimerName name) {
        return given(new Input.Due(timer(name)));
    }

    /** Waits until the timer of this name is due, and lets it fire: by its fence, if it needs one. */
    Story waited(TimerName name) {
        at(timer(name).due());
        return name.fenced() ? fenced() : due(name);
    }

    /** Waits for its next attempt, and begins it. */
    Story retried() {
        return waited(TimerName.RETRY);
    }

    Timer timer(TimerName name) {
        return state().timers().stream()
                .filter(timer -> timer.name() == name)
                .findFirst()
                .orElseThrow(() -> new AssertionError(state().name() + " has no timer " + name));
    }

    String id() {
        return request.id();
    }

    Request request() {
        return request;
    }

    Shell shell() {
        return shell;
    }

    boolean isForgotten() {
        return shell.state(request.id()) == null;
    }

    IntentState state() {
        return Objects.requireNonNull(shell.state(request.id()), "the intent is known");
    }

    String name() {
        return state().name();
    }

    Dossier dossier() {
        return state().dossier();
    }

    Attempt attempt() {
        return dossier().attempts().getLast();
    }

    Attempt attempt(int number) {
        return dossier().attempt(number).orElseThrow();
    }

    Decision latest() {
        return latest;
    }

    /** The latest decision's consequences of one kind. */
    <T extends Consequence> List<T> consequences(Class<T> kind) {
        var found = new ArrayList<T>();
        for (var consequence : latest.consequences()) {
            if (kind.isInstance(consequence)) {
                found.add(kind.cast(consequence));
            }
        }
        return found;
    }

    Optional<Consequence.Recorded> recorded() {
        return consequences(Consequence.Recorded.class).stream().findFirst();
    }

    /** The codes of the latest event's reasons; none if nothing was recorded. */
    List<String> reasons() {
        return recorded()
                .map(change -> change.reasons().stream().map(Reason::code).toList())
                .orElse(List.of());
    }

    /** What the latest change put into the intent's content. */
    Consequence.Words words() {
        return recorded().map(Consequence.Recorded::words).orElseThrow();
    }

    Consequence.Answered answer() {
        return consequences(Consequence.Answered.class).getFirst();
    }

    /** The code with which the latest command was refused; null if it was accepted. */
    @Nullable
    String refusal() {
        return answer().code();
    }

    List<Consequence.Lettered> letters() {
        return consequences(Consequence.Lettered.class);
    }

    List<Consequence.Instruction> instructions() {
        return consequences(Consequence.Directed.class).stream()
                .map(Consequence.Directed::instruction)
                .toList();
    }

    boolean isHandedOver() {
        return !consequences(Consequence.HandedOver.class).isEmpty();
    }

    /** What an executor reports. */
    record Report(
            int attempt,
            String lease,
            ReportStatus status,
            @Nullable String run,
            @Nullable Consumption used,
            @Nullable Fault fault,
            boolean noEffect,
            boolean cached,
            boolean fallback,
            List<PassedOver> passedOver,
            Instant appendedAt) {

        Report at(Instant instant) {
            return new Report(
                    attempt, lease, status, run, used, fault, noEffect, cached, fallback, passedOver, instant);
        }

        Report inRun(@Nullable String other) {
            return new Report(
                    attempt, lease, status, other, used, fault, noEffect, cached, fallback, passedOver, appendedAt);
        }

        Report using(Consumption other) {
            return new Report(
                    attempt, lease, status, run, other, fault, noEffect, cached, fallback, passedOver, appendedAt);
        }

        Report failing(Fault other) {
            return new Report(
                    attempt, lease, status, run, used, other, noEffect, cached, fallback, passedOver, appendedAt);
        }

        /** Saying that it had no effect at all. */
        Report withoutEffect() {
            return new Report(attempt, lease, status, run, used, fault, true, cached, fallback, passedOver, appendedAt);
        }

        Report withLease(String other) {
            return new Report(
                    attempt, other, status, run, used, fault, noEffect, cached, fallback, passedOver, appendedAt);
        }

        Report ofAttempt(int other) {
            return new Report(
                    other, lease, status, run, used, fault, noEffect, cached, fallback, passedOver, appendedAt);
        }

        Report fromTheCache() {
            return new Report(
                    attempt, lease, status, run, used, fault, noEffect, true, fallback, passedOver, appendedAt);
        }

        Report byAFallback(PassedOver... others) {
            return new Report(
                    attempt, lease, status, run, used, fault, noEffect, cached, true, List.of(others), appendedAt);
        }

        Report passingOver(PassedOver... others) {
            return new Report(
                    attempt, lease, status, run, used, fault, noEffect, cached, fallback, List.of(others), appendedAt);
        }

        Input.Reported input() {
            var result = status == ReportStatus.SUCCEEDED ? "{\"done\":true}" : null;
            return new Input.Reported(
                    attempt,
                    lease,
                    status,
                    run,
                    null,
                    result,
                    fault,
                    noEffect,
                    used,
                    cached,
                    fallback,
                    passedOver,
                    "x1",
                    appendedAt);
        }
    }

    /** What a reviewer decides: of what is there now, unless said otherwise. */
    static final class Review {
        private final Story story;
        private final Input.Decree decree;
        private long version;
        private String digest;
        private String reviewId = "review-1";
        private @Nullable String comment = "seen";
        private Instant appendedAt;

        private Review(Story story, Input.Decree decree) {
            this.story = story;
            this.decree = decree;
            this.version = story.dossier().version();
            this.digest = story.request().digest();
            this.appendedAt = story.shell().now();
        }

        Review seeing(long otherVersion) {
            this.version = otherVersion;
            return this;
        }

        Review seeing(String otherDigest) {
            this.digest = otherDigest;
            return this;
        }

        Review named(String otherId) {
            this.reviewId = otherId;
            return this;
        }

        Review saying(@Nullable String words) {
            this.comment = words;
            return this;
        }

        Review appendedAt(Instant instant) {
            this.appendedAt = instant;
            return this;
        }

        /** By a reviewer with these further roles. */
        Story by(String reviewer, String... roles) {
            var all = new ArrayList<>(List.of(roles));
            all.add("countersign-reviewer");
            return bySomebody(reviewer, all);
        }

        /** By somebody with no other roles than these. */
        Story bySomebody(String reviewer, List<String> roles) {
            return by(new Input.Vote(reviewer, false, roles));
        }

        /** By somebody of another tenant. */
        Story byOutsider(String reviewer, String... roles) {
            return by(new Input.Vote(reviewer, true, List.of(roles)));
        }

        private Story by(Input.Vote vote) {
            return story.given(
                    new Input.Reviewed(reviewId, "letter", version, decree, digest, vote, comment, appendedAt));
        }
    }
}
