package io.countersign.console.desk;

import io.countersign.contract.Code;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What codes and changes mean, in the words that a reviewer reads. */
public final class Words {
    private static final Map<Code, String> CODES = Map.ofEntries(
            Map.entry(Code.MALFORMED, "It is not a request that can be understood."),
            Map.entry(Code.DUPLICATE_KEY, "An object in it names a member twice."),
            Map.entry(Code.NUMBER_NOT_EXACT, "It holds a number that JSON readers disagree on."),
            Map.entry(Code.COMMENT_REQUIRED, "This decision needs a comment."),
            Map.entry(Code.UNAUTHENTICATED, "It came without a valid sign-in or token."),
            Map.entry(Code.FORBIDDEN, "You may not do this."),
            Map.entry(Code.NOT_GRANTED, "No grant lets this agent do that for this user."),
            Map.entry(Code.SESSION_REQUIRED, "The action may only be used inside a session."),
            Map.entry(Code.SESSION_UNKNOWN, "Its session does not exist, has ended, or is another's."),
            Map.entry(Code.RULE, "A rule of the policy stopped it."),
            Map.entry(Code.FROZEN, "An operator has frozen this; nothing is released until the freeze ends."),
            Map.entry(Code.EVALUATION_FAILED, "An expression of the policy failed on it, which refuses."),
            Map.entry(Code.REVIEW_REJECTED, "A reviewer rejected it."),
            Map.entry(Code.OWN_INTENT, "It was asked for by you or by your agent: somebody else must decide."),
            Map.entry(Code.NOT_A_REVIEWER, "You are not among those who may decide about it."),
            Map.entry(Code.UNKNOWN_ACTION, "The action is not in the catalogue."),
            Map.entry(Code.UNKNOWN_MODEL, "The policy knows no such model."),
            Map.entry(Code.NOT_FOUND, "There is no such letter."),
            Map.entry(Code.METHOD_NOT_ALLOWED, "This address does not take that method."),
            Map.entry(Code.NOT_ACCEPTABLE, "This address has no such representation."),
            Map.entry(Code.UNSUPPORTED_MEDIA_TYPE, "This address does not take that media type."),
            Map.entry(Code.BUNDLE_INVALID, "The policy bundle is not valid."),
            Map.entry(Code.ENDED, "It has already ended."),
            Map.entry(Code.STALE, "It changed after you had read it; your decision was not applied."),
            Map.entry(Code.NOT_OFFERED, "This decision is not offered for what is as this is."),
            Map.entry(Code.DIGEST_UNKNOWN, "The decision names a digest that this letter's intent never had."),
            Map.entry(Code.VERSION_UNKNOWN, "The decision names a version that this letter's intent never came to."),
            Map.entry(Code.ALREADY_VOTED, "You have voted on it already; one person has one vote."),
            Map.entry(Code.CANCELLED, "Its owner cancelled it."),
            Map.entry(Code.LATE_OUTCOME, "An executor's report came too late to change anything."),
            Map.entry(Code.EFFECT_TWICE, "Two attempts report success: the effect may have happened twice."),
            Map.entry(Code.TOO_LARGE, "It is larger than the contract allows."),
            Map.entry(Code.INVALID_PARAMETERS, "Its arguments do not fit the action's schema."),
            Map.entry(Code.ID_REUSED, "Its id was used before, for something else."),
            Map.entry(Code.ID_EXPIRED, "Its id is older than the broker remembers."),
            Map.entry(Code.DEADLINE_PASSED, "Its deadline had passed before it could begin."),
            Map.entry(Code.APPROVE_BY_PASSED, "Nobody approved it in time; silence denies."),
            Map.entry(Code.REVIEW_BY_PASSED, "Nobody looked at it in time."),
            Map.entry(Code.UNREADABLE, "The record cannot be decoded, or its key is nobody's."),
            Map.entry(Code.MISROUTED, "The record lay on a partition that is not its owner's."),
            Map.entry(Code.NEVER_STARTED, "It was handed over again and again, and no executor began."),
            Map.entry(Code.LEASE_EXPIRED, "The executor began and then went silent."),
            Map.entry(Code.LEASE_UNKNOWN, "A report came for a lease that was never given."),
            Map.entry(Code.ATTEMPTS_EXHAUSTED, "No automatic attempt is left."),
            Map.entry(Code.EXECUTION_FAILED, "The executor reports that it failed, or cannot tell."),
            Map.entry(Code.NO_ROUTE, "The executor has no route for the action."),
            Map.entry(Code.SIGNATURE_INVALID, "The approval's signature does not verify."),
            Map.entry(Code.DIGEST_MISMATCH, "The approval's digest is not that of its fields."),
            Map.entry(Code.OVER_BUDGET, "A budget is used up."),
            Map.entry(Code.RATE_LIMITED, "Too many requests at once."),
            Map.entry(Code.INTERNAL, "A defect of the broker."),
            Map.entry(Code.NO_POLICY, "No policy was in force."),
            Map.entry(Code.BROKER_AWAY, "The broker cannot be reached; nothing was decided. Try again."),
            Map.entry(Code.GOING_AWAY, "The door was closing; nothing was handed over. Try again."));

    private static final Map<String, String> FACTS = Map.ofEntries(
            Map.entry("FORM_OF_ANOTHER_SESSION", "This form is not of your session."),
            Map.entry("NEEDS_APPROVAL", "It needs approval."),
            Map.entry("ANSWERED", "The policy has the answer prepared; nothing was called."),
            Map.entry("FALLBACK_ANSWER", "No executor could answer; the policy has an answer prepared for that."),
            Map.entry("MODEL_PASSED_OVER", "A model did not answer, and the next one was tried."),
            Map.entry("VOTED", "Voted to approve."),
            Map.entry("WAITS", "It waits."),
            Map.entry("PROBED", "Its executor was asked what became of it."),
            Map.entry("RECONCILED", "Its executor was asked, and found out what became of it."),
            Map.entry("STILL_UNKNOWN", "Its executor was asked, and cannot tell."),
            Map.entry("RETRY_SCHEDULED", "The next attempt is scheduled."),
            Map.entry("REPLACED", "A new intent takes its place."),
            Map.entry("LETTER_DISCARDED", "The letter was put aside."),
            Map.entry("LETTER_RETRIED", "The record was put back."),
            Map.entry("CONFIRMED", "A reviewer confirmed that it happened."),
            Map.entry("DISCARDED", "A reviewer discarded it."),
            Map.entry("UNANSWERED", "It is sent, and not answered yet."),
            Map.entry("DATABASE_AWAY", "The desk's database does not answer."));

    private Words() {}

    /** What a code means; an unknown one in its own words. */
    public static String ofCode(String code) {
        for (var entry : CODES.entrySet()) {
            if (entry.getKey().name().equals(code)) {
                return entry.getValue();
            }
        }
        var fact = FACTS.get(code);
        return fact == null ? sentence(code) : fact;
    }

    /** What a change was, in a few words. */
    static String ofChange(Change change, @Nullable Remark remark) {
        if (remark != null && remark.decision() != Decision.OTHER) {
            return ofRemark(change, remark.decision());
        }
        var to = change.to();
        if (to == null || change.keepsState()) {
            return change.findings().isEmpty()
                    ? "Noted"
                    : sentence(change.findings().getFirst().code());
        }
        var title = State.named(to) == State.UNRECOGNIZED
                ? sentence(to)
                : State.named(to).title();
        return change.attempt() == null ? title : title + ", attempt " + change.attempt();
    }

    private static String ofRemark(Change change, Decision decision) {
        return switch (decision) {
            case APPROVE -> change.keepsState() ? "Vote to approve" : "Approved by a reviewer";
            case REJECT -> "Rejected by a reviewer";
            case RETRY -> change.letterId() != null ? "Put back" : "Retried by a reviewer";
            case CONFIRM -> "Confirmed by a reviewer";
            case DISCARD -> "Discarded by a reviewer";
            case OTHER -> "Reviewed";
        };
    }

    private static String sentence(String code) {
        var words = code.replace('_', ' ').toLowerCase(Locale.ROOT);
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
