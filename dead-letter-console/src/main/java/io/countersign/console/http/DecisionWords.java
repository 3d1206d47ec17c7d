package io.countersign.console.http;

import io.countersign.console.desk.Decision;
import io.countersign.console.desk.Finding;
import io.countersign.console.desk.Letter;
import io.countersign.console.desk.State;
import io.countersign.console.desk.TimelineEntry;
import io.countersign.console.desk.Verdict;
import io.countersign.console.desk.Words;
import io.countersign.console.http.Decisions.Result;
import io.countersign.console.http.Decisions.Result.Judged;
import io.countersign.console.http.Decisions.Result.Objected;
import io.countersign.console.http.Decisions.Wish;
import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.door.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What came of a decision, for people and for programs. */
final class DecisionWords {
    private static final int ANSWER_PENDING = 202;
    private static final Set<String> OVERTAKEN = Set.of(Code.STALE.name(), Code.ENDED.name());

    private DecisionWords() {}

    /** A notice on the card. */
    record Notice(String tone, String title, List<String> lines) {
        Notice {
            lines = List.copyOf(lines);
        }
    }

    static Notice notice(Result result, Wish wish) {
        return switch (result) {
            case Objected(var letter, var obstacle) -> new Notice("refused", "Not done", List.of(obstacle.words()));
            case Judged(var letter, var verdict) ->
                switch (verdict) {
                    case Verdict.Accepted accepted ->
                        new Notice("accepted", accepted(wish.decision()), List.of(then(letter, wish, accepted)));
                    case Verdict.Refused refused ->
                        new Notice(
                                "refused",
                                "Not done: " + Words.ofCode(refused.code()),
                                lines(decisive(letter, wish, refused), refused));
                    case Verdict.Unanswered unanswered ->
                        new Notice("pending", "Sent, not answered yet", List.of(pending()));
                    case Verdict.NotSent notSent -> new Notice("refused", "Not acknowledged", List.of(away()));
                };
        };
    }

    /** The problem of a decision that did not take effect; empty if it did. */
    static Optional<Problem> problem(Result result, Wish wish) {
        return switch (result) {
            case Objected(var letter, var obstacle) ->
                Optional.of(objection(letter, obstacle.code(), obstacle.words()));
            case Judged(var letter, var verdict) ->
                switch (verdict) {
                    case Verdict.Accepted accepted -> Optional.empty();
                    case Verdict.Refused refused -> Optional.of(refusal(letter, wish, refused));
                    case Verdict.Unanswered unanswered ->
                        Optional.of(titled(Problem.of(
                                ANSWER_PENDING,
                                "UNANSWERED",
                                "The broker has taken the decision, but has not answered yet. Read the letter to see"
                                        + " what comes of it.")));
                    case Verdict.NotSent notSent -> Optional.of(titled(Problems.away(away())));
                };
        };
    }

    /** The title says what the code means to whoever decided. */
    private static Problem titled(Problem problem) {
        return problem.withMember("title", Words.ofCode(problem.code()));
    }

    private static Problem objection(Letter letter, Code code, String words) {
        var ended = code == Code.ENDED ? last(letter) : Optional.<TimelineEntry>empty();
        return told(Problem.of(code, words), letter.state().name(), letter.version(), ended);
    }

    private static Problem refusal(Letter letter, Wish wish, Verdict.Refused refused) {
        var first = decisive(letter, wish, refused);
        var problem = Problem.of(
                Problem.statusOf(refused.code(), Code.STALE), refused.code(), String.join(" ", lines(first, refused)));
        return told(problem, refused.state(), refused.version(), first)
                .withMember("actor", first.isEmpty() && isOvertaken(refused) ? refused.actor() : null)
                .withMember("reasons", refused.findings());
    }

    /** For a conflict: what the intent is now, and who did what, when. */
    private static Problem told(
            Problem problem, @Nullable String state, @Nullable Long version, Optional<TimelineEntry> first) {
        return titled(problem)
                .withMember("state", state)
                .withMember("version", version)
                .withMember("actor", first.map(TimelineEntry::actor).orElse(null))
                .withMember("did", first.map(TimelineEntry::title).orElse(null))
                .withMember("at", first.map(TimelineEntry::at).orElse(null));
    }

    private static List<String> lines(Optional<TimelineEntry> first, Verdict.Refused refused) {
        var lines = new ArrayList<String>();
        first.map(DecisionWords::who).ifPresent(lines::add);
        refused.findings().stream()
                .filter(finding -> lines.isEmpty() || !finding.code().equals(refused.code()))
                .map(Finding::words)
                .map(DecisionWords::sentence)
                .toList()
                .forEach(lines::add);
        if (refused.state() != null) {
            boolean changed = first.isPresent() || refused.code().equals(Code.STALE.name());
            lines.add(changed ? now(refused.state()) : still(refused.state()));
        }
        return lines;
    }

    /** The broker's messages are written to stand in a line with others. */
    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }

    /** True if it is refused because something else happened before it. */
    private static boolean isOvertaken(Verdict.Refused refused) {
        return OVERTAKEN.contains(refused.code());
    }

    /** What overtook the decision: the first that a person did after the version that was read, else the first change. */
    private static Optional<TimelineEntry> decisive(Letter letter, Wish wish, Verdict.Refused refused) {
        if (!isOvertaken(refused)) {
            return Optional.empty();
        }
        var since = letter.since(wish.expectedVersion());
        var people = since.stream().filter(entry -> entry.change().isReviewed());
        return Stream.concat(people, since.stream()).findFirst();
    }

    private static Optional<TimelineEntry> last(Letter letter) {
        return letter.closing().or(() -> letter.timeline().reversed().stream().findFirst());
    }

    private static String who(TimelineEntry entry) {
        var said = entry.comment() == null ? "" : " Comment: “" + entry.comment() + "”.";
        var what = entry.title().toLowerCase(Locale.ROOT);
        return entry.change().isReviewed()
                ? entry.actor() + " was first: " + what + " at " + Times.exact(entry.at()) + "." + said
                : "It changed at " + Times.exact(entry.at()) + ": " + what + ", by " + entry.actor() + ".";
    }

    private static String accepted(Decision decision) {
        return switch (decision) {
            case APPROVE -> "Your approval counts.";
            case REJECT -> "Rejected.";
            case RETRY -> "The retry is accepted.";
            case CONFIRM -> "Confirmed.";
            case DISCARD -> "Discarded.";
            case OTHER -> "Accepted.";
        };
    }

    private static String then(Letter letter, Wish wish, Verdict.Accepted accepted) {
        var missing = letter.quorum().missing();
        if (wish.decision() == Decision.RETRY
                && accepted.state() != null
                && State.named(accepted.state()).ended()) {
            return anew(letter, accepted.state());
        }
        return wish.decision() == Decision.APPROVE && State.HELD.name().equals(accepted.state()) && missing > 0
                ? "It stays held until " + missing + " more " + (missing == 1 ? "has" : "have") + " approved it."
                : now(accepted.state()) + " This card shows what comes of it.";
    }

    /** What has ended stays so; what comes of the new intent is not this letter's to tell. */
    private static String anew(Letter letter, String state) {
        var successor = letter.replacedBy() == null ? "A new intent" : "A new intent, " + letter.replacedBy() + ",";
        return successor
                + " takes its place and is judged in full, by the policy of now; if it is refused or held, it comes"
                + " to this desk as a letter of its own. This one stays " + title(state) + ".";
    }

    private static String still(String state) {
        return "The intent stays " + title(state) + ".";
    }

    private static String title(String state) {
        return State.named(state).title().toLowerCase(Locale.ROOT);
    }

    private static String now(@Nullable String state) {
        return state == null ? "The broker has recorded it." : "The intent is now " + title(state) + ".";
    }

    private static String pending() {
        return "The broker has taken the decision, but has not answered yet; this card shows what comes of it. Sending"
                + " it again does no harm: it is one decision.";
    }

    private static String away() {
        return "The broker did not acknowledge the decision. Look at the letter before you try again.";
    }
}
