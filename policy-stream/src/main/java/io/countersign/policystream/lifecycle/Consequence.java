package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.budget.Movement;
import io.countersign.policystream.budget.Shortage;
import io.countersign.policystream.budget.Threshold;
import io.countersign.policystream.policy.Action;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.Judgement;
import io.countersign.policystream.policy.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a decision does beside changing the state. All consequences of a decision are committed with it. */
public sealed interface Consequence {

    /**
     * One change, for the audit log. The state that it led to is the decision's.
     *
     * @param from the state before; none if the intent is new
     * @param began when that state began
     * @param attempt the hand-off that it is about
     * @param cached true if the answer came from the response cache
     * @param fallback true if a fail-safe answer stands in for the asked-for one
     * @param attempts how far it has come with its attempts, once it was handed over
     * @param words what the event's content adds, if it changes the content
     */
    record Recorded(
            @Nullable String from,
            @Nullable Instant began,
            IntentState state,
            List<Reason> reasons,
            List<Movement> movements,
            String actor,
            @Nullable Attempt attempt,
            @Nullable Consumption used,
            @Nullable Integer chunks,
            boolean cached,
            boolean fallback,
            @Nullable String replacedBy,
            @Nullable Attempts attempts,
            @Nullable Words words)
            implements Consequence {}

    /** The free text of an intent beside what its request says. */
    record Words(
            List<Reason> reasons,
            @Nullable String result,
            @Nullable Fault fault) {}

    /** What an owner has spent has reached a share of a budget's limit, for the audit log. */
    record Reached(Threshold threshold, Dossier dossier) implements Consequence {}

    /** The last attempt goes to its executor. */
    record HandedOver(Dossier dossier, Judgement.Admitted admitted) implements Consequence {}

    /**
     * A person is needed, or should know.
     *
     * @param action the catalogue's entry, if there still is one
     * @param clauses what a held intent demands
     */
    record Lettered(
            Category category,
            Dossier dossier,
            List<Reason> reasons,
            Stage stage,
            SideEffect sideEffect,
            @Nullable Action action,
            List<ApprovalClause> clauses,
            @Nullable Instant approveBy)
            implements Consequence {}

    /** Why a letter is written. */
    enum Category {
        HELD,
        REJECTED,
        FAILED,
        UNKNOWN,
        EXPIRED
    }

    /** Where it stopped. */
    enum Stage {
        DECISION,
        EXECUTION
    }

    /** Whether the outside world was changed. */
    enum SideEffect {
        NONE,
        UNKNOWN,
        CONFIRMED
    }

    /**
     * The answer to a command.
     *
     * @param code the refusal, if it is one
     * @param actor who made the decision that stands
     * @param opensAt when trying again makes sense
     */
    record Answered(
            boolean accepted,
            @Nullable String code,
            @Nullable IntentState state,
            List<Reason> reasons,
            List<Shortage> shortages,
            @Nullable String actor,
            @Nullable Instant opensAt)
            implements Consequence {}

    /**
     * A word to whoever runs an attempt.
     *
     * @param leaseUntil until when its lease lasts, if it was renewed
     * @param run the execution whose report this answers, if it answers one that named itself
     */
    record Directed(
            Dossier dossier,
            int attempt,
            Instruction instruction,
            @Nullable Instant leaseUntil,
            @Nullable String run) implements Consequence {

        /** To whoever runs the attempt, in whichever execution. */
        static Directed toAll(Dossier dossier, int attempt, Instruction instruction) {
            return new Directed(dossier, attempt, instruction, null, null);
        }

        /** What was reported does not count: its execution must not call, or must stop. */
        public static Directed refusing(Dossier dossier, Input.Reported report) {
            return new Directed(dossier, report.attempt(), Instruction.REFUSED, null, report.run());
        }

        /** What was reported counts, and its execution has the attempt's lease. */
        static Directed renewing(Dossier dossier, Attempt attempt, Input.Reported report) {
            return new Directed(dossier, attempt.number(), Instruction.RENEWED, attempt.leaseUntil(), report.run());
        }
    }

    /** What an executor is told. */
    enum Instruction {
        CANCEL,
        RENEWED,
        REFUSED,
        PROBE
    }

    /** A new intent of the same owner, made from this one; it is decided next, in the same transaction. */
    record Spawned(Request request, Input.Vote vote) implements Consequence {}

    /** The record speaks of nothing that is known: it becomes a letter, with its bytes. */
    record Strayed(Code code, String message) implements Consequence {}

    /** A fence came too early: the timer stays. */
    record Rearmed(Timer timer) implements Consequence {}
}
