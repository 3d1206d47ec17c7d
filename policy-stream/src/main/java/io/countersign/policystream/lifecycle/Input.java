package io.countersign.policystream.lifecycle;

import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.budget.Tariff;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that may change an intent. */
public sealed interface Input {

    /** A command gets one answer, in the transaction that consumes it, also when it changes nothing. */
    sealed interface Command extends Input {}

    /** The intent itself, or a repeat of it. */
    record Submitted(Request request) implements Command {}

    /** A reviewer asked for the intent instead of its agent, who keeps being its agent. */
    record Derived(Request request, Vote vote) implements Input {}

    /** Its owner wants it ended. */
    record Cancelled(String requestedBy) implements Command {}

    /**
     * A reviewer decided.
     *
     * @param expectedVersion the version that the reviewer saw
     * @param digest the digest that the reviewer saw
     * @param appendedAt when the decision was read by the broker: one that comes after approve-by does not count
     */
    record Reviewed(
            String reviewId,
            @Nullable String letterId,
            long expectedVersion,
            Decree decree,
            String digest,
            Vote vote,
            @Nullable String comment,
            Instant appendedAt)
            implements Command {}

    /**
     * An executor spoke, in a record appended at {@code appendedAt}.
     *
     * @param noEffect whether it says that what may be tried again had no effect at all
     */
    record Reported(
            int attempt,
            String lease,
            ReportStatus status,
            @Nullable String run,
            @Nullable Integer chunks,
            @Nullable String result,
            @Nullable Fault fault,
            boolean noEffect,
            @Nullable Consumption used,
            boolean cached,
            boolean fallback,
            List<PassedOver> passedOver,
            String executor,
            Instant appendedAt)
            implements Input {

        public Reported {
            passedOver = List.copyOf(passedOver);
        }

        /** With the cost of what it used, as this tariff makes it, unless the provider named one. */
        Reported priced(@Nullable Tariff tariff) {
            return used == null || tariff == null ? this : using(used.priced(tariff));
        }

        /** The same of another use. */
        public Reported using(Consumption other) {
            return with(attempt, lease, other, appendedAt);
        }

        /** The same of another attempt, with the capability that its reports carry. */
        public Reported ofAttempt(int number, String capability, Instant at) {
            return with(number, capability, used, at);
        }

        private Reported with(int number, String capability, @Nullable Consumption use, Instant at) {
            return new Reported(
                    number,
                    capability,
                    status,
                    run,
                    chunks,
                    result,
                    fault,
                    noEffect,
                    use,
                    cached,
                    fallback,
                    passedOver,
                    executor,
                    at);
        }
    }

    /** Everything that was reported before {@code appendedAt} has been read. */
    record Fenced(int attempt, Instant appendedAt) implements Input {}

    /** A timer that needs no fence is due. */
    record Due(Timer timer) implements Input {}

    /** A freeze covers it that wants running calls stopped. */
    record Halted() implements Input {}

    /** A budget that the intent waits for has room, or those before it have gone. */
    record Woken() implements Input {}

    /** What a reviewer may decide. */
    enum Decree {
        APPROVE,
        REJECT,
        RETRY,
        DISCARD,
        CONFIRM
    }

    /**
     * A person with the roles that count.
     *
     * @param reviewer the person's {@link io.countersign.contract.ReviewerName}
     * @param outsider whether the person is of another tenant than the intent
     */
    record Vote(String reviewer, boolean outsider, List<String> roles) {
        public Vote {
            roles = List.copyOf(roles);
        }

        /** Reviewers decide for their own tenant; for others, those of them who are operators too. */
        public boolean mayReview() {
            return roles.contains("countersign-reviewer") && (!outsider || roles.contains("countersign-operator"));
        }

        /** Whether the person asked for it, or is the agent that did. */
        boolean isRequesterOf(Request request) {
            return !outsider && (reviewer.equals(request.user()) || reviewer.equals(request.agent()));
        }
    }
}
