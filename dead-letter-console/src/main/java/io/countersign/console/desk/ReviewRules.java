package io.countersign.console.desk;

import io.countersign.contract.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what about a letter. The broker judges every review again; these rules keep the page honest and refuse what
 * the broker cannot see, such as a letter that nothing but a discard can end.
 */
public final class ReviewRules {
    private static final List<Decision> OFFERED =
            List.of(Decision.APPROVE, Decision.REJECT, Decision.RETRY, Decision.CONFIRM, Decision.DISCARD);

    /** What may do harm comes last. */
    private static final List<Decision> OFFERED_OF_UNKNOWN =
            List.of(Decision.CONFIRM, Decision.DISCARD, Decision.RETRY, Decision.APPROVE, Decision.REJECT);

    private ReviewRules() {}

    /** All decisions in the order of the card, offered or explained. */
    public static List<Button> buttons(Letter letter, Reviewer reviewer) {
        var offered = letter.state() == State.UNKNOWN ? OFFERED_OF_UNKNOWN : OFFERED;
        return offered.stream()
                .map(decision -> button(decision, letter, reviewer))
                .toList();
    }

    public static Button button(Decision decision, Letter letter, Reviewer reviewer) {
        return new Button(
                decision,
                Promises.title(decision, letter),
                Promises.of(decision, letter),
                needsComment(decision, letter),
                repeats(decision, letter),
                obstacle(decision, letter, reviewer));
    }

    /** True if the decision is not taken without a reason: whoever risks a second effect says why, too. */
    public static boolean needsComment(Decision decision, Letter letter) {
        return decision.needsComment() || repeats(decision, letter);
    }

    /** True if the decision may do again what may have happened already. */
    private static boolean repeats(Decision decision, Letter letter) {
        return decision == Decision.RETRY && (letter.state() == State.UNKNOWN || letter.endedInDoubt());
    }

    /**
     * True if a letter waits and this person is among those whose decision it waits for. What only its session keeps from being
     * approved waits for the same people: to be rejected.
     */
    public static boolean needs(Letter letter, Reviewer reviewer) {
        if (!View.WAITING.holds(letter.state(), letter.closed(), letter.isBudgetRefusal())) {
            return false;
        }
        var awaited = letter.state() == State.HELD ? List.of(Decision.APPROVE) : OFFERED;
        return awaited.stream()
                .map(decision -> obstacle(decision, letter, reviewer))
                .anyMatch(obstacle -> obstacle == null || obstacle.code() == Code.SESSION_UNKNOWN);
    }

    private static @Nullable Obstacle obstacle(Decision decision, Letter letter, Reviewer reviewer) {
        if (!reviewer.person()) {
            return Obstacle.firm(
                    Code.FORBIDDEN,
                    "Letters are people's to decide, and the client \"" + reviewer.client() + "\" is an agent.");
        }
        var misfit = misfit(decision, letter);
        if (misfit != null) {
            return misfit;
        }
        if (!reviewer.acts()) {
            return Obstacle.firm(
                    Code.NOT_A_REVIEWER, "Your role only reads; deciding needs " + Reviewer.REVIEWER + ".");
        }
        var personal = personal(decision, letter, reviewer);
        return personal == null ? revoked(decision, letter) : personal;
    }

    /** What would be judged in full, with a session in which nothing is granted any more. */
    private static @Nullable Obstacle revoked(Decision decision, Letter letter) {
        if (!letter.revoked()) {
            return null;
        }
        return switch (decision) {
            case APPROVE ->
                new Obstacle(
                        Code.SESSION_UNKNOWN,
                        "Its user has ended the session that it is in, so it is not released any more. Reject it, or let"
                                + " its time run out.",
                        false);
            case RETRY ->
                new Obstacle(
                        Code.SESSION_UNKNOWN,
                        "Its user has ended the session that it is in: another attempt would be refused.",
                        false);
            case REJECT, CONFIRM, DISCARD, OTHER -> null;
        };
    }

    private static @Nullable Obstacle misfit(Decision decision, Letter letter) {
        if (letter.closed() && letter.intent().isEmpty()) {
            return Obstacle.firm(Code.ENDED, "This letter is closed.");
        }
        if (letter.latest().discardOnly() && decision != Decision.DISCARD) {
            return Obstacle.neverOffered("Letters of the " + letter.latest().stage() + " can only be discarded.");
        }
        return switch (decision) {
            case APPROVE, REJECT ->
                letter.state() == State.HELD ? null : notIn(letter, "Only what is held waits for a vote.");
            case RETRY -> retryMisfit(letter);
            case CONFIRM ->
                letter.state() == State.UNKNOWN ? null : notIn(letter, "Only what is unknown can be confirmed.");
            case DISCARD -> discardMisfit(letter);
            case OTHER -> Obstacle.firm(Code.MALFORMED, "The desk does not make this decision.");
        };
    }

    /** What has ended is refused by another name than what may yet come to offer it. */
    private static Obstacle notIn(Letter letter, String words) {
        return letter.state().ended() ? new Obstacle(Code.ENDED, words, false) : Obstacle.notOffered(words);
    }

    private static @Nullable Obstacle retryMisfit(Letter letter) {
        if (letter.intent().isEmpty()) {
            return Redelivery.misfit(letter);
        }
        var replacement = letter.replacedBy();
        if (replacement != null) {
            return Obstacle.firm(Code.ENDED, "Intent " + replacement + " has taken its place already.");
        }
        if (letter.state() == State.REJECTED && letter.latest().says(Code.INVALID_PARAMETERS)) {
            return new Obstacle(
                    Code.INVALID_PARAMETERS,
                    "Its arguments do not fit the action's schema: the same ones would be refused again.",
                    false);
        }
        return switch (letter.state()) {
            case DEAD, UNKNOWN, REJECTED, EXPIRED, CANCELLED, DISCARDED -> null;
            case SUCCEEDED -> Obstacle.firm(Code.ENDED, "It succeeded; a retry would do it a second time.");
            case HELD -> Obstacle.notOffered("It waits for a vote, not for another attempt.");
            default -> Obstacle.notOffered("It is on its way; there is nothing to retry.");
        };
    }

    private static @Nullable Obstacle discardMisfit(Letter letter) {
        if (letter.intent().isPresent() && letter.closed()) {
            return Obstacle.firm(Code.ENDED, "There is nothing left to discard.");
        }
        return switch (letter.state()) {
            case HELD -> Obstacle.notOffered("It is held: reject it instead.");
            case DEFERRED, APPROVED, RUNNING, RETRYING, UNRECOGNIZED ->
                Obstacle.notOffered("It is on its way; its owner can cancel it.");
            default -> null;
        };
    }

    private static @Nullable Obstacle personal(Decision decision, Letter letter, Reviewer reviewer) {
        var request = letter.request();
        if (request == null || letter.intent().isEmpty()) {
            return null;
        }
        if (reviewer.isRequesterOf(request)) {
            return Obstacle.firm(Code.OWN_INTENT, Words.ofCode(Code.OWN_INTENT.name()));
        }
        if (decision != Decision.APPROVE && decision != Decision.REJECT) {
            return null;
        }
        var quorum = letter.quorum();
        if (!quorum.groups().isEmpty() && !reviewer.isIn(quorum.groups())) {
            return Obstacle.firm(Code.NOT_A_REVIEWER, "Only " + quorum.voters() + " may vote on it.");
        }
        return decision == Decision.APPROVE && quorum.hasVoteOf(reviewer.nameIn(letter.tenant()))
                ? new Obstacle(Code.ALREADY_VOTED, Words.ofCode(Code.ALREADY_VOTED.name()), false)
                : null;
    }
}
