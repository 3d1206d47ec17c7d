package io.countersign.simulation.oracle;

import io.countersign.simulation.house.Ask;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happens to an intent. Times are milliseconds since the epoch. */
public sealed interface Event extends Happening {

    /** It is asked for, or asked for again. */
    record Submit(Ask ask) implements Event {}

    /** A reviewer's decision asks for it in place of one that has ended. */
    record Derive(Ask ask, Voter voter) implements Event {}

    /** Its owner wants it ended. */
    record Cancel(String by) implements Event {}

    /**
     * A reviewer decides.
     *
     * @param successorId the id that a new intent in its place has
     * @param sameDigest whether the reviewer saw the digest that it has
     */
    record Review(
            String reviewId,
            String successorId,
            long expectedVersion,
            Decree decree,
            boolean sameDigest,
            Voter voter,
            boolean commented,
            long at)
            implements Event {}

    /**
     * An executor speaks.
     *
     * @param pass what it carries
     * @param saysFrozen whether it names a freeze as the reason
     * @param noEffect whether it says that what may be tried again had no effect at all
     * @param cached whether it says that the answer came from the cache
     * @param fallback whether it says that the answer is a fail-safe one
     * @param passedOver how many models it says it has tried in vain
     */
    record Report(
            int attempt,
            Pass pass,
            Status status,
            @Nullable String run,
            boolean saysFrozen,
            boolean noEffect,
            @Nullable Long retryAfter,
            @Nullable Usage used,
            boolean cached,
            boolean fallback,
            int passedOver,
            long at)
            implements Event {}

    /** All that was reported before has been read. */
    record Fence(int attempt, long at) implements Event {}

    /** A timer is due. */
    record Due(String name, long due) implements Event {}

    /** A freeze wants what is under way to stop. */
    record Halt() implements Event {}

    /** A budget that it waits for may have room. */
    record Wake() implements Event {}

    /** What a reviewer may decide. */
    enum Decree {
        APPROVE,
        REJECT,
        RETRY,
        DISCARD,
        CONFIRM
    }

    /** What shows that a report is about an attempt. */
    enum Pass {
        /** The attempt's own lease. */
        LEASE,
        /** What whoever is asked about the attempt was given. */
        PROBE,
        /** Something made up. */
        FORGED
    }

    /** What an executor may say. */
    enum Status {
        STARTED,
        RUNNING,
        NOT_STARTED,
        SUCCEEDED,
        FAILED_RETRYABLE,
        FAILED,
        UNKNOWN;

        boolean isEnd() {
            return this != STARTED && this != RUNNING;
        }
    }

    /** A person, with roles. */
    record Voter(String name, boolean outsider, List<String> roles) {
        public Voter {
            roles = List.copyOf(roles);
        }

        boolean mayReview() {
            return roles.contains("countersign-reviewer") && (!outsider || roles.contains("countersign-operator"));
        }

        boolean owns(Ask ask) {
            return !outsider && (name.equals(ask.user()) || name.equals(ask.agent()));
        }
    }

    /** What an executor says that it used: whatever numbers it likes. */
    record Usage(
            long input,
            long output,
            long cached,
            long cost,
            @Nullable String model) {}
}
