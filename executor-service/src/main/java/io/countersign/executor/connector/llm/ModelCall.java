package io.countersign.executor.connector.llm;

import io.countersign.contract.Limits;
import io.countersign.executor.chat.ChatFault;
import io.countersign.executor.chat.ChatStream;
import io.countersign.executor.chat.ChatStream.Step;
import io.countersign.executor.chat.EventStream;
import io.countersign.executor.connector.HttpConnections;
import io.countersign.executor.connector.llm.Pieces.Piece;
import io.countersign.executor.connector.llm.Reply.Answer;
import io.countersign.executor.connector.llm.Reply.NoAnswer;
import io.countersign.executor.connector.llm.Reply.Reason;
import io.countersign.executor.execution.BackendAnswer;
import io.countersign.executor.execution.RetryAfter;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Ending;
import io.countersign.protocol.Failure;
import io.countersign.protocol.TokenUse;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One request to one model, and its answer as it streams by. */
final class ModelCall {

    /**
     * When it is over.
     *
     * @param firstWord for the first word of the answer
     * @param lastWord for its end
     */
    record Deadlines(Deadline firstWord, Deadline lastWord) {}

    /** A stream's bytes are bounded by its tokens: each in an event of its own, with the probabilities of others. */
    private static final long BYTES_PER_TOKEN = 4_096;

    private static final long BYTES_BESIDES = 1024 * 1024;

    /** Of more tokens the bytes are beyond all counting. */
    private static final long MOST_TOKENS = (Long.MAX_VALUE - BYTES_BESIDES) / BYTES_PER_TOKEN;

    private static final int LONGEST_ERROR = 16 * 1024;

    /** How long to wait for the usage and the end of a stream whose answer is whole. */
    private static final Duration AFTERWORD = Duration.ofSeconds(2);

    /** All of an answer that came; cut if it broke off. */
    private record Said(String text, boolean cut) {}

    private final ChatStream stream;
    private final Attempt attempt;
    private final LongSupplier input;
    private final Deadlines deadlines;
    private final EventStream events = new EventStream(Limits.CHUNK_BYTES);
    private long bytesLeft;

    /**
     * A call.
     *
     * @param attempt where what it streams goes
     * @param input counts the request's tokens
     * @param most the most tokens of the answer
     */
    ModelCall(ChatStream stream, Attempt attempt, LongSupplier input, long most, Deadlines deadlines) {
        this.stream = stream;
        this.attempt = attempt;
        this.input = input;
        this.deadlines = deadlines;
        this.bytesLeft = BYTES_BESIDES + Math.min(most, MOST_TOKENS) * BYTES_PER_TOKEN;
    }

    /** Asks; an interruption before the answer's first byte is thrown, as nothing is known then. */
    Reply ask(HttpClient client, HttpRequest request) throws InterruptedException {
        var sent = client.sendAsync(request, head -> new Pieces());
        try {
            var response = sent.get(deadlines.firstWord().left(), TimeUnit.NANOSECONDS);
            try (var pieces = response.body()) {
                return isSuccess(response) ? answer(response, pieces) : refusal(response, pieces);
            }
        } catch (TimeoutException silence) {
            return late();
        } catch (ExecutionException failed) {
            return unanswered(failed.getCause());
        } finally {
            sent.cancel(true);
            // An answer that began just when its time was over.
            var unused = sent.thenAccept(late -> late.body().close());
        }
    }

    private Reply answer(HttpResponse<Pieces> response, Pieces pieces) throws InterruptedException {
        var type = response.headers().firstValue("content-type").orElse("none").toLowerCase(Locale.ROOT);
        try {
            if (type.startsWith("text/event-stream")) {
                return streamed(pieces);
            }
            return HttpConnections.isJson(type) ? inOnePiece(pieces) : broken(ChatFault.ofType(type));
        } catch (InterruptedException cancelled) {
            if (stream.isEmpty()) {
                throw cancelled;
            }
            return cancelled();
        } catch (RuntimeException notShown) {
            if (attempt.cancellation().isEmpty()) {
                throw notShown;
            }
            return cancelled();
        }
    }

    private Reply streamed(Pieces pieces) throws InterruptedException {
        while (true) {
            var reply = next(pieces);
            if (reply.isPresent()) {
                return reply.get();
            }
        }
    }

    private Optional<Reply> next(Pieces pieces) throws InterruptedException {
        return switch (pieces.next(deadline())) {
            case Piece.Bytes(var buffers) -> read(buffers, pieces);
            case Piece.End() -> Optional.of(ended(pieces));
            case Piece.Broken() -> Optional.of(stream.isFinished() ? whole() : lost());
            case Piece.Silence() -> Optional.of(stream.isFinished() ? whole() : late());
        };
    }

    private Deadline deadline() {
        if (stream.isFinished()) {
            return Deadline.in(AFTERWORD).or(deadlines.lastWord());
        }
        return stream.hasBegun() ? deadlines.lastWord() : deadlines.firstWord();
    }

    private Optional<Reply> read(List<ByteBuffer> buffers, Pieces pieces) {
        for (var buffer : buffers) {
            bytesLeft -= buffer.remaining();
            for (var event : events.read(buffer)) {
                var reply = taken(stream.next(event), pieces);
                if (reply.isPresent()) {
                    return reply;
                }
            }
        }
        if (events.isTooLong() || bytesLeft < 0) {
            return Optional.of(
                    stream.isFinished()
                            ? whole()
                            : broken(events.isTooLong() ? ChatFault.TOO_LARGE : ChatFault.ENDLESS));
        }
        return Optional.empty();
    }

    /** Half an event is no event: then it is the stream that broke. */
    private Reply ended(Pieces pieces) {
        var left = events.end().map(stream::next).filter(step -> !isHalf(step));
        return left.flatMap(step -> taken(step, pieces)).orElseGet(this::endOfStream);
    }

    private static boolean isHalf(Step step) {
        return step instanceof Step.Broken(var fault) && fault.isUnreadable();
    }

    private Reply endOfStream() {
        return stream.ended() instanceof Step.Broken(var fault) ? broken(fault) : whole();
    }

    private Optional<Reply> taken(Step step, Pieces pieces) {
        return switch (step) {
            case Step.Shown(var shown) -> {
                shown.forEach(attempt::output);
                yield Optional.empty();
            }
            case Step.Full(var shown) -> {
                shown.forEach(attempt::output);
                yield Optional.of(whole());
            }
            case Step.Whole() -> {
                pieces.finish();
                yield Optional.of(whole());
            }
            case Step.Broken(var fault) -> Optional.of(broken(fault));
        };
    }

    /** What is too large to be shown as a piece is only in the result. */
    private Reply inOnePiece(Pieces pieces) throws InterruptedException {
        var body = text(pieces, Limits.INPUT_BYTES, deadlines.lastWord());
        if (body.isEmpty()) {
            return broken(ChatFault.TOO_LARGE);
        }
        return switch (stream.whole(body.get().text())) {
            case Step.Broken(var fault) -> broken(fault);
            case Step.Shown(var shown) -> shownWhole(shown);
            case Step.Full(var shown) -> shownWhole(shown);
            case Step.Whole() -> whole();
        };
    }

    private Reply shownWhole(List<String> shown) {
        shown.stream()
                .filter(piece -> !Limits.exceeds(piece, Limits.CHUNK_BYTES))
                .forEach(attempt::output);
        return whole();
    }

    /** All that is to be read, if that is no more than the limit; what breaks off or does not end is as good as its beginning. */
    private static Optional<Said> text(Pieces pieces, int limit, Deadline deadline) throws InterruptedException {
        var text = new ByteArrayOutputStream();
        var piece = pieces.next(deadline);
        for (; piece instanceof Piece.Bytes(var buffers); piece = pieces.next(deadline)) {
            for (var buffer : buffers) {
                var bytes = new byte[Math.min(buffer.remaining(), limit + 1 - text.size())];
                buffer.get(bytes);
                text.writeBytes(bytes);
            }
            if (text.size() > limit) {
                return Optional.empty();
            }
        }
        return Optional.of(new Said(text.toString(StandardCharsets.UTF_8), !(piece instanceof Piece.End)));
    }

    private static boolean isSuccess(HttpResponse<?> response) {
        return response.statusCode() >= 200 && response.statusCode() < 300;
    }

    private NoAnswer refusal(HttpResponse<Pieces> response, Pieces pieces) throws InterruptedException {
        var said = text(pieces, LONGEST_ERROR, deadlines.firstWord()).orElse(new Said("", true));
        var headers = response.headers();
        var retryAfter = RetryAfter.read(headers.firstValue("retry-after"), headers.firstValue("date"));
        var status = response.statusCode();
        var reason = Reason.ofStatus(status);
        return new NoAnswer(
                reason,
                new BackendAnswer(status, retryAfter, said.text(), said.cut()).failure(),
                retryAfter,
                reason == Reason.UNDECIDED ? null : TokenUse.NONE);
    }

    private Answer whole() {
        var use = stream.use(input.getAsLong());
        return new Answer(stream.result(use), use);
    }

    /** What has come is counted, whatever became of the rest. */
    private NoAnswer torn(Failure failure) {
        return new NoAnswer(Reason.TORN, failure, Optional.empty(), stream.use(input.getAsLong()));
    }

    private NoAnswer broken(ChatFault fault) {
        var failure = new Failure(fault.code(), fault.message());
        if (stream.hasBegun()) {
            return torn(failure);
        }
        var reason = fault.status().isPresent() ? Reason.ofStatus(fault.status().getAsInt()) : Reason.UNDECIDED;
        return new NoAnswer(reason, failure, Optional.empty(), reason == Reason.UNDECIDED ? null : TokenUse.NONE);
    }

    private NoAnswer cancelled() {
        var failure = attempt.cancellation().map(why -> Ending.silent(why, true).failure());
        return torn(failure.orElseGet(() -> new Failure("CANCELLED", "the call was cut off")));
    }

    private NoAnswer late() {
        return stream.hasBegun()
                ? torn(new Failure("TIMEOUT", "the model did not end its answer in time"))
                : NoAnswer.undecided("TIMEOUT", "the model did not begin to answer in time");
    }

    private NoAnswer lost() {
        return stream.hasBegun()
                ? torn(new Failure("STREAM_BROKEN", "the connection broke in the middle of the answer"))
                : NoAnswer.undecided("CONNECTION_LOST", "the connection broke before the answer began");
    }

    /** Without the exception's words: they may quote what was sent. */
    private NoAnswer unanswered(@Nullable Throwable failure) {
        return failure != null && HttpConnections.wasNeverSent(failure)
                ? NoAnswer.unsent(
                        "NOT_CONNECTED",
                        "the provider cannot be reached: " + failure.getClass().getSimpleName())
                : lost();
    }
}
