package io.countersign.console.http;

import io.countersign.console.ConsoleConfig;
import io.countersign.console.DeskMetrics;
import io.countersign.console.desk.Broker;
import io.countersign.console.desk.Command;
import io.countersign.console.desk.Decision;
import io.countersign.console.desk.IntentKey;
import io.countersign.console.desk.Letter;
import io.countersign.console.desk.Obstacle;
import io.countersign.console.desk.ReviewRules;
import io.countersign.console.desk.Reviewer;
import io.countersign.console.desk.Verdict;
import io.countersign.console.projection.LetterStore;
import io.countersign.contract.Code;
import io.countersign.contract.Headers;
import io.countersign.contract.Traceparent;
import io.countersign.door.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes a reviewer's decision to the broker, and waits until the desk shows what came of it. */
@ApplicationScoped
class Decisions {
    private static final Logger LOG = Logger.getLogger(Decisions.class);
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(25).toNanos();
    private static final int COMMENT_LENGTH = 4_000;

    private final LetterStore letters;
    private final Broker broker;
    private final DeskMetrics metrics;
    private final CurrentVertxRequest request;
    private final Duration showWithin;

    Decisions(
            LetterStore letters,
            Broker broker,
            DeskMetrics metrics,
            CurrentVertxRequest request,
            ConsoleConfig config) {
        this.letters = letters;
        this.broker = broker;
        this.metrics = metrics;
        this.request = request;
        this.showWithin = config.showWithin();
    }

    /** A decision as it comes in by a door. */
    record Wish(
            String reviewId,
            Decision decision,
            long expectedVersion,
            @Nullable String digest,
            @Nullable String comment) {}

    /** What came of a wish. */
    sealed interface Result {
        /** The letter as it is afterwards. */
        Letter letter();

        /** The broker's word, with the letter as it is by now. */
        record Judged(Letter letter, Verdict verdict) implements Result {}

        /** The desk itself refuses. */
        record Objected(Letter letter, Obstacle obstacle) implements Result {}
    }

    Result decide(String id, Reviewer reviewer, Wish wish) {
        var letter = letters.find(id, reviewer)
                .orElseThrow(() -> new ProblemException(Code.NOT_FOUND, "there is no letter " + id));
        if (letter.follows(wish.reviewId())) {
            return already(letter);
        }
        var objection = objection(letter, reviewer, wish);
        if (objection != null) {
            return new Result.Objected(letter, objection);
        }
        var started = System.nanoTime();
        var command = command(letter, reviewer, wish);
        var verdict = broker.submit(command);
        metrics.commanded(wish.decision(), verdict, Duration.ofNanos(System.nanoTime() - started));
        LOG.infof(
                "review: reviewId=%s letter=%s intent=%s decision=%s reviewer=%s verdict=%s trace=%s",
                wish.reviewId(),
                letter.id(),
                letter.intent().map(IntentKey::id).orElse("-"),
                wish.decision(),
                reviewer.user(),
                verdict,
                command.trace().traceId());
        var after = shown(letter, reviewer, verdict);
        return verdict instanceof Verdict.Refused && after.follows(wish.reviewId())
                ? already(after)
                : new Result.Judged(after, verdict);
    }

    /** It is a repeat of a decision that took effect, whose answer may have been lost. */
    private static Result already(Letter letter) {
        var state = letter.intent().map(intent -> letter.state().name()).orElse(null);
        return new Result.Judged(letter, new Verdict.Accepted(state, letter.version()));
    }

    private static @Nullable Obstacle objection(Letter letter, Reviewer reviewer, Wish wish) {
        var obstacle = ReviewRules.button(wish.decision(), letter, reviewer).obstacle();
        if (obstacle != null && obstacle.firm()) {
            return obstacle;
        }
        var comment = wish.comment();
        boolean explains = obstacle == null && ReviewRules.needsComment(wish.decision(), letter);
        if (explains && (comment == null || comment.isBlank())) {
            return new Obstacle(
                    Code.COMMENT_REQUIRED,
                    "Say why: to " + wish.decision().name().toLowerCase(Locale.ROOT) + " this letter needs a comment.",
                    true);
        }
        if (comment != null && comment.length() > COMMENT_LENGTH) {
            return new Obstacle(Code.TOO_LARGE, "A comment has at most " + COMMENT_LENGTH + " characters.", true);
        }
        return letter.intent().isPresent() && wish.digest() == null
                ? new Obstacle(Code.MALFORMED, "A decision names the digest of what was looked at.", true)
                : null;
    }

    private Command command(Letter letter, Reviewer reviewer, Wish wish) {
        var comment = wish.comment();
        return new Command(
                wish.reviewId(),
                letter.latest().letterId(),
                letter.tenant(),
                letter.user(),
                letter.intent(),
                wish.decision(),
                wish.expectedVersion(),
                wish.digest() == null ? "" : wish.digest(),
                reviewer,
                comment == null || comment.isBlank() ? null : comment.strip(),
                trace(),
                putBack(letter, wish));
    }

    /** A step of the trace that the reviewer's request names, if it names one; else a trace that begins here. */
    private Traceparent trace() {
        var random = ThreadLocalRandom.current();
        var named = request.getCurrent().request().headers().getAll(Headers.TRACEPARENT);
        return Traceparent.read(named.size() == 1 ? named.getFirst() : null)
                .map(trace -> trace.next(random))
                .orElseGet(() -> Traceparent.begin(random));
    }

    private Command.@Nullable PutBack putBack(Letter letter, Wish wish) {
        if (wish.decision() != Decision.RETRY || letter.intent().isPresent()) {
            return null;
        }
        var raw = letters.raw(letter.latest().letterId());
        var topic = letter.latest().provenance().position().topic();
        return raw.value() == null
                ? null
                : new Command.PutBack(
                        topic,
                        raw.key(),
                        raw.value(),
                        letter.latest().provenance().hops());
    }

    /** The letter once it shows what the verdict says, or as it is after a while. */
    private Letter shown(Letter before, Reviewer reviewer, Verdict verdict) {
        var until = System.nanoTime() + showWithin.toNanos();
        var letter = before;
        while (!shows(letter, verdict)
                && System.nanoTime() < until
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            letter = letters.find(before.id(), reviewer).orElse(letter);
        }
        return letter;
    }

    private static boolean shows(Letter letter, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted accepted ->
                letter.intent().isEmpty()
                        ? letter.closed()
                        : accepted.version() == null || letter.version() >= accepted.version();
            case Verdict.Refused refused ->
                letter.intent().isEmpty()
                        ? letter.closed() || !refused.code().equals(Code.ENDED.name())
                        : refused.version() == null || letter.version() >= refused.version();
            case Verdict.Unanswered unanswered -> true;
            case Verdict.NotSent notSent -> true;
        };
    }
}
