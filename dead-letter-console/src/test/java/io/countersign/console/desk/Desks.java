package io.countersign.console.desk;

import io.countersign.contract.Code;
import io.countersign.contract.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Letters for tests, told from what is known about them: {@code Desks.held().voted("rita").letter()}. */
final class Desks {
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    static final String INTENT = "7b0c1de2-0000-4000-8000-000000000001";

    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();
    private @Nullable Wording wording;
    private @Nullable String state;
    private List<String> groups = List.of();
    private int quorum = 1;
    private boolean revoked;
    private long version;
    private long clock;

    private Desks() {}

    static Desks held() {
        return new Desks().becomes("HELD").arrives(Category.HELD, "decision");
    }

    static Desks heldFor(int quorum, String... groups) {
        var desk = new Desks();
        desk.quorum = quorum;
        desk.groups = List.of(groups);
        return desk.becomes("HELD").arrives(Category.HELD, "decision");
    }

    static Desks dead() {
        return new Desks()
                .becomes("APPROVED")
                .becomes("RUNNING")
                .becomes("DEAD")
                .arrives(Category.FAILED, "execution");
    }

    static Desks unknown() {
        return new Desks().becomes("RUNNING").becomes("UNKNOWN").arrives(Category.UNKNOWN, "execution");
    }

    static Desks rejected() {
        return new Desks().becomes("REJECTED").arrives(Category.REJECTED, "decision");
    }

    static Desks expired() {
        return new Desks().becomes("EXPIRED").arrives(Category.EXPIRED, "decision");
    }

    /** Only its letter has been read so far. */
    static Desks justArrived(Category category) {
        var desk = new Desks();
        desk.version = 3;
        return desk.arrives(category, "decision");
    }

    static Desks about(Category category, String stage) {
        return new Desks().arrives(category, stage);
    }

    static Desks about(Category category, String stage, List<Finding> findings) {
        return new Desks().arrives(category, stage, findings);
    }

    static Desks unreadable() {
        return about(Category.UNREADABLE, "decode");
    }

    Desks becomes(String next) {
        return changes(next, "@broker", new Position(Topics.SUBMITTED, 0, clock), List.of(), null);
    }

    Desks becomes(String next, Finding... findings) {
        return changes(next, "@broker", new Position(Topics.SUBMITTED, 0, clock), List.of(findings), null);
    }

    Desks reviewed(String reviewer, Decision decision, String next, @Nullable String comment) {
        return changes(next, reviewer, remark(reviewer, decision, comment), List.of(), null);
    }

    Desks voted(String reviewer) {
        return reviewed(reviewer, Decision.APPROVE, "HELD", null);
    }

    /** A vote of which only the event has been read so far. */
    Desks votedUnseen(String reviewer) {
        return changes(
                "HELD", reviewer, new Position(Topics.REVIEWS, 0, ++clock), List.of(Finding.fact("VOTED", null)), null);
    }

    /** The broker's word that a letter about no live intent is done with. */
    Desks closedBy(String reviewer, Decision decision, String comment) {
        var code = decision == Decision.RETRY ? "LETTER_RETRIED" : "LETTER_DISCARDED";
        var findings = List.of(Finding.fact(code, null));
        return changes(
                null,
                reviewer,
                remark(reviewer, decision, comment),
                findings,
                arrivals.getLast().letterId());
    }

    Desks asideBy(String reviewer) {
        var findings = List.of(Finding.fact("LETTER_DISCARDED", null));
        return changes(state, reviewer, remark(reviewer, Decision.DISCARD, "seen"), findings, null);
    }

    Desks replacedBy(String successor) {
        return add(change(state, "rita", remark("rita", Decision.RETRY, null), List.of(), null, successor));
    }

    /** Its user has ended the session that it is in. */
    Desks revoked() {
        revoked = true;
        return this;
    }

    Desks says(Wording words) {
        wording = words;
        return this;
    }

    Desks arrives(Category category, String stage) {
        return arrives(category, stage, List.of(new Finding("RULE", "some-rule", "amount 250 is above 100")));
    }

    Desks arrives(Category category, String stage, List<Finding> findings) {
        var at = START.plusSeconds(++clock);
        var origin = new Provenance(new Position(Topics.SUBMITTED, 1, 42), at, List.of());
        arrivals.add(new Arrival(
                new Position(Topics.DEAD_LETTER, 0, clock),
                at,
                "letter-" + clock,
                INTENT,
                "acme",
                "ana",
                category,
                findings,
                stage,
                category == Category.UNREADABLE ? null : request(),
                "d1gest",
                version,
                0,
                category == Category.UNKNOWN ? Outside.UNKNOWN : Outside.NONE,
                origin,
                true,
                null,
                null,
                null));
        return this;
    }

    /** The letter's record was longer than a letter holds. */
    Desks cut() {
        var whole = arrivals.removeLast();
        arrivals.add(new Arrival(
                whole.position(),
                whole.at(),
                whole.letterId(),
                whole.intentId(),
                whole.tenant(),
                whole.user(),
                whole.category(),
                whole.findings(),
                whole.stage(),
                whole.request(),
                whole.digest(),
                whole.version(),
                whole.attempts(),
                whole.outside(),
                whole.provenance(),
                true,
                3_000_000L,
                "ab12",
                null));
        return this;
    }

    Dossier dossier() {
        return new Dossier("row", arrivals, changes, wording, remarks, revoked);
    }

    Letter letter() {
        return Letter.of(dossier());
    }

    static Reviewer reviewer(String user, String... groups) {
        var roles = new java.util.HashSet<>(List.of(groups));
        roles.add(Reviewer.REVIEWER);
        return new Reviewer("acme", user, null, true, roles);
    }

    static Reviewer auditor() {
        return new Reviewer("acme", "audrey", null, true, java.util.Set.of(Reviewer.AUDITOR));
    }

    static Finding overBudget() {
        return new Finding(Code.OVER_BUDGET.name(), "chat-tokens", "0 left");
    }

    private Position remark(String reviewer, Decision decision, @Nullable String comment) {
        var position = new Position(Topics.REVIEWS, 0, ++clock);
        remarks.add(new Remark(
                position,
                START.plusSeconds(clock),
                "review-" + clock,
                null,
                "acme",
                "ana",
                INTENT,
                decision,
                reviewer,
                comment));
        return position;
    }

    private Desks changes(
            @Nullable String next, String actor, Position cause, List<Finding> findings, @Nullable String letterId) {
        return add(change(next, actor, cause, findings, letterId, null));
    }

    private Desks add(Change change) {
        changes.add(change);
        state = change.to();
        return this;
    }

    private Change change(
            @Nullable String next,
            String actor,
            Position cause,
            List<Finding> findings,
            @Nullable String letterId,
            @Nullable String successor) {
        version++;
        clock++;
        return new Change(
                new Position(Topics.EVENTS, 0, clock),
                "acme/ana",
                INTENT,
                version,
                state,
                next,
                cause,
                null,
                findings,
                "policy",
                List.of(),
                actor,
                START.plusSeconds(clock),
                "d1gest",
                null,
                null,
                null,
                successor,
                null,
                letterId,
                null);
    }

    private Request request() {
        return new Request(
                INTENT,
                "acme",
                "ana",
                "refund-bot",
                null,
                null,
                "orders.refund",
                "{\"amount\":250}",
                "Refund 250 EUR",
                null,
                null,
                false,
                null,
                List.of("support"),
                null,
                START,
                groups,
                quorum,
                START.plusSeconds(3600),
                "write",
                List.of());
    }
}
