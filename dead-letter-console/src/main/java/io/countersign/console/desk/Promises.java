package io.countersign.console.desk;

/** What a decision will do, in the words that stand beside its button. */
final class Promises {
    private Promises() {}

    /** What stands on the button. */
    static String title(Decision decision, Letter letter) {
        if (decision != Decision.RETRY) {
            return decision.title();
        }
        if (letter.intent().isEmpty()) {
            return "Put back";
        }
        if (letter.state() == State.UNKNOWN) {
            return "Do it again";
        }
        return letter.state().ended() ? "Retry as new" : decision.title();
    }

    static String of(Decision decision, Letter letter) {
        return switch (decision) {
            case APPROVE -> approve(letter);
            case REJECT -> "Ends the intent as rejected. The agent is told; this is final.";
            case RETRY -> retry(letter);
            case CONFIRM -> "States that it did happen: the intent ends as succeeded, its hold is settled in full.";
            case DISCARD -> discard(letter);
            case OTHER -> "";
        };
    }

    private static String approve(Letter letter) {
        var quorum = letter.quorum();
        if (!quorum.nextReleases()) {
            return "Counts as approval " + (quorum.votes().size() + 1) + " of " + quorum.needed()
                    + ". Nothing runs before the rest has voted.";
        }
        var last = quorum.needed() > 1 ? "Counts as the last of " + quorum.needed() + " approvals. " : "";
        return last + "Policy and budgets are checked once more; if they agree, " + actionOf(letter)
                + " is handed to its executor exactly as shown.";
    }

    private static String retry(Letter letter) {
        if (letter.intent().isEmpty()) {
            return "Puts the bytes back, unchanged, on "
                    + letter.latest().provenance().position().topic() + ".";
        }
        return switch (letter.state()) {
            case UNKNOWN ->
                "May do it a second time. It grants one more attempt with the same key; if the first one did take effect"
                        + " and the backend does not know the key, it happens twice.";
            case REJECTED, EXPIRED, CANCELLED, DISCARDED ->
                (letter.endedInDoubt()
                                ? "May do it a second time: this one may have had its effect, and the new one has a key of"
                                        + " its own. "
                                : "")
                        + "Makes a new intent with the same arguments, which is decided in full; your approval is one"
                        + " input of that, not a way around it. This one keeps its end.";
            default ->
                "Grants one more attempt of the same intent, with the same key, after policy and budgets have judged it"
                        + " in full.";
        };
    }

    private static String discard(Letter letter) {
        return switch (letter.state()) {
            case UNKNOWN -> "Gives up on it without an answer; its hold is settled in full.";
            case DEAD -> "Ends the intent as discarded; nothing runs any more.";
            default -> "Closes this letter; nothing else changes.";
        };
    }

    private static String actionOf(Letter letter) {
        var request = letter.request();
        return request == null ? "the action" : request.action();
    }
}
