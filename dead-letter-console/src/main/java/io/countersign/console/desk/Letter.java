package io.countersign.console.desk;

import io.countersign.contract.Code;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One row of the desk, with everything its card shows: worked out from its dossier, never stored. */
public final class Letter {
    /** On the event by which a reviewer put the letter of an ended intent aside. */
    private static final String LETTER_DISCARDED = "LETTER_DISCARDED";

    /** On the event by which the bytes of an unreadable letter were put back. */
    private static final String LETTER_RETRIED = "LETTER_RETRIED";

    private final Dossier dossier;
    private final Arrival latest;
    private final Map<Position, Remark> remarks;
    private final List<Change> changes;

    private Letter(Dossier dossier) {
        this.dossier = dossier;
        this.latest = dossier.arrivals().getLast();
        this.remarks = dossier.remarks().stream()
                .collect(Collectors.toMap(Remark::position, Function.identity(), (one, same) -> one));
        this.changes = dossier.changes().stream()
                .sorted(Comparator.comparingLong(Change::version).thenComparing(Change::at))
                .toList();
    }

    public static Letter of(Dossier dossier) {
        return new Letter(dossier);
    }

    public String id() {
        return dossier.rowId();
    }

    public Arrival latest() {
        return latest;
    }

    public List<Arrival> arrivals() {
        return dossier.arrivals();
    }

    public Instant firstAt() {
        return dossier.arrivals().getFirst().at();
    }

    public Category category() {
        return latest.category();
    }

    /** The intent that this row stands for; empty if it is about a record. */
    public Optional<IntentKey> intent() {
        return latest.intent();
    }

    public @Nullable String tenant() {
        return latest.tenant();
    }

    public @Nullable String user() {
        return latest.user();
    }

    public @Nullable Request request() {
        return dossier.arrivals().reversed().stream()
                .map(Arrival::request)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    public State state() {
        if (intent().isEmpty()) {
            return closing().map(this::closedAs).orElse(State.OPEN);
        }
        return changes.stream()
                .filter(change -> change.to() != null && change.version() >= latest.version())
                .reduce((earlier, later) -> later)
                .map(change -> State.named(Objects.requireNonNull(change.to())))
                .orElse(State.behind(latest.category()));
    }

    public boolean isStateNews() {
        return state().isNewsOn(category());
    }

    /** The intent's version as far as it is known here; 0 for a letter that is about no intent. */
    public long version() {
        var seen = changes.isEmpty() ? 0 : changes.getLast().version();
        return intent().isEmpty() ? 0 : Math.max(seen, latest.version());
    }

    public @Nullable String digest() {
        return latest.digest();
    }

    /** One sentence that says what it is, made from structured fields only. */
    public String headline() {
        var wording = dossier.wording();
        var request = request();
        if (intent().isPresent() && wording != null && !wording.summary().isBlank()) {
            return wording.summary();
        }
        if (request == null) {
            return (category() == Category.UNREADABLE ? "Unreadable record on " : "Record on ")
                    + latest.provenance().position();
        }
        return request.summary().isBlank() ? request.action() : request.summary();
    }

    public @Nullable String parameters() {
        var wording = dossier.wording();
        var request = request();
        if (intent().isPresent() && wording != null) {
            return wording.parameters();
        }
        return request == null ? null : request.parameters();
    }

    /** True while the arguments may yet be acted on as they are; what has ended is only what somebody asked for. */
    public boolean mayRun() {
        return intent().isPresent() && !state().ended();
    }

    public @Nullable String justification() {
        var request = request();
        return request == null ? null : request.justification();
    }

    public @Nullable Wording wording() {
        return intent().isPresent() ? dossier.wording() : null;
    }

    public List<Finding> findings() {
        return latest.findings();
    }

    /** Why it lies here, in words: its first reason, or else what its category means. */
    public String reason() {
        return findings().stream()
                .findFirst()
                .map(Finding::words)
                .orElse(category().meaning());
    }

    /** True for a refusal that says nothing but that a budget was used up. */
    public boolean isBudgetRefusal() {
        return category() == Category.REJECTED && (latest.says(Code.OVER_BUDGET) || latest.says(Code.RATE_LIMITED));
    }

    public int attempts() {
        return changes.stream().map(Change::attempt).filter(Objects::nonNull).reduce(latest.attempts(), Math::max);
    }

    /** How far it has come with its attempts; none if it was never handed over. */
    public Change.@Nullable Attempts progress() {
        return lastSaid(Change::attempts);
    }

    /** When its next attempt is due, while it waits for that. */
    public @Nullable Instant nextAttemptAt() {
        return state() == State.RETRYING ? dueAt() : null;
    }

    /** What the letter says, and no more than that of what has begun since. */
    public Outside outside() {
        boolean answered = changes.stream().anyMatch(change -> change.says("ANSWERED"));
        if (state() == State.SUCCEEDED && !answered) {
            return Outside.CONFIRMED;
        }
        return latest.outside() == Outside.NONE && hasBegunSince() ? Outside.UNKNOWN : latest.outside();
    }

    private boolean hasBegunSince() {
        return changes.stream()
                .anyMatch(change -> change.version() > latest.version()
                        && State.RUNNING.name().equals(change.to()));
    }

    /** True if it came to its end, and may have had its effect all the same. */
    public boolean endedInDoubt() {
        return intent().isPresent() && state().ended() && outside() != Outside.NONE;
    }

    /** True if its user has ended the session that it is in: nothing of that is released or tried again any more. */
    public boolean revoked() {
        return dossier.revoked();
    }

    /** Until when a held intent may be approved, or a waiting one is looked at again. */
    public @Nullable Instant dueAt() {
        if (state().ended()) {
            return null;
        }
        var named = changes.isEmpty() ? null : changes.getLast().dueAt();
        var request = request();
        return named != null || state() != State.HELD || request == null ? named : request.approveBy();
    }

    public Quorum quorum() {
        var request = request();
        return request == null
                ? new Quorum(1, List.of(), votes())
                : new Quorum(request.approvalQuorum(), request.approvalGroups(), votes());
    }

    private List<Vote> votes() {
        return changes.stream()
                .filter(this::isVote)
                .map(change -> new Vote(reviewerOf(change), change.at(), commentOn(change)))
                .toList();
    }

    private boolean isVote(Change change) {
        var remark = remarks.get(change.cause());
        return change.isReviewed()
                && change.version() > latest.version()
                && "HELD".equals(change.from())
                && (remark == null ? change.keepsState() : remark.decision() == Decision.APPROVE);
    }

    /** The budgets as the last change that touched any left them. */
    public List<LedgerLine> ledger() {
        return changes.reversed().stream()
                .map(Change::budget)
                .filter(budget -> !budget.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    public @Nullable String policyVersion() {
        return lastSaid(Change::policyVersion);
    }

    public @Nullable String replacedBy() {
        return lastSaid(Change::replacedBy);
    }

    public @Nullable String parent() {
        return lastSaid(Change::parent);
    }

    private <T> @Nullable T lastSaid(Function<Change, @Nullable T> field) {
        for (var change : changes.reversed()) {
            var said = field.apply(change);
            if (said != null) {
                return said;
            }
        }
        return null;
    }

    public List<TimelineEntry> timeline() {
        return changes.stream().map(this::entry).toList();
    }

    private TimelineEntry entry(Change change) {
        var remark = remarks.get(change.cause());
        return new TimelineEntry(
                change.at(),
                Words.ofChange(change, remark),
                change.to() == null ? State.UNRECOGNIZED : State.named(change.to()),
                change.isReviewed() ? reviewerOf(change) : change.actor(),
                change.version(),
                change.findings(),
                change.attempt(),
                commentOn(change),
                change);
    }

    /** True if that review has taken effect: a change names it as its cause. */
    public boolean follows(String reviewId) {
        return changes.stream()
                .map(change -> remarks.get(change.cause()))
                .anyMatch(remark -> remark != null && remark.reviewId().equals(reviewId));
    }

    /** What happened after the version that somebody had seen, oldest first. */
    public List<TimelineEntry> since(long version) {
        return timeline().stream().filter(entry -> entry.version() > version).toList();
    }

    /** True if nothing is left to do: it came to its end by a person, or it ran. */
    public boolean closed() {
        return switch (state()) {
            case SUCCEEDED, CANCELLED, DISCARDED, RETURNED -> true;
            case REJECTED, EXPIRED -> replacedBy() != null || closing().isPresent() || endedByReviewer();
            default -> false;
        };
    }

    /** The change that says that this very letter was closed or put back. */
    public Optional<TimelineEntry> closing() {
        return changes.stream()
                .filter(this::closes)
                .reduce((earlier, later) -> later)
                .map(this::entry);
    }

    private boolean closes(Change change) {
        return latest.letterId().equals(change.letterId())
                || (change.version() > latest.version() && change.says(LETTER_DISCARDED));
    }

    private boolean endedByReviewer() {
        return changes.stream()
                .anyMatch(change -> change.version() >= latest.version() && change.isReviewed() && change.rejects());
    }

    private State closedAs(TimelineEntry closing) {
        return closing.change().says(LETTER_RETRIED) ? State.RETURNED : State.DISCARDED;
    }

    private String reviewerOf(Change change) {
        var remark = remarks.get(change.cause());
        return remark == null ? change.actor() : remark.reviewer();
    }

    private @Nullable String commentOn(Change change) {
        var remark = remarks.get(change.cause());
        return remark == null ? null : remark.comment();
    }
}
