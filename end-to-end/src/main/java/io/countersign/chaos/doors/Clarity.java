package io.countersign.chaos.doors;

import java.util.Optional;

/** Whether an answer is a clear success or a clear refusal, in the door's own format, that tells nothing of what is behind it. */
final class Clarity {

    private static final int UNAVAILABLE = 503;
    private static final int TARGET_TOO_LONG = 414;

    /** A request's first line is read to 4,096 bytes, some of which are not the text's. */
    private static final int LONG = 4_000;

    private Clarity() {}

    /**
     * What is wrong with it; empty if nothing is.
     *
     * @param inHead whether what the caller wrote stands in the head as it is
     * @param said what the caller wrote, which may come back
     */
    static Optional<String> objection(Reply reply, Format format, boolean inHead, String said) {
        if (reply.status() == 0) {
            return Optional.of(reply.whole() ? "closed without an answer" : "no answer in time");
        }
        if (!reply.whole() && !reply.isOf("text/event-stream")) {
            return Optional.of("the answer has no end");
        }
        if (reply.status() >= 500 && reply.status() != UNAVAILABLE) {
            return Optional.of("failed");
        }
        if (reply.status() == UNAVAILABLE && reply.header("retry-after").isEmpty()) {
            return Optional.of("away, and does not say until when");
        }
        if (reply.status() >= 400
                && !(inHead && isBelowHttp(reply))
                && !isBeyondTheFirstLine(reply, said)
                && format.codeOf(reply).isEmpty()) {
            return Optional.of("no refusal as " + format);
        }
        return Disclosure.in(reply.headers() + reply.body(), said).map(words -> "tells of " + words);
    }

    private static boolean isBeyondTheFirstLine(Reply reply, String said) {
        return reply.status() == TARGET_TOO_LONG
                && reply.body().isEmpty()
                && Texts.encoded(said).length() >= LONG;
    }

    /** A head that is hardly HTTP never gets to a door: the server says a status, and closes. */
    private static boolean isBelowHttp(Reply reply) {
        return reply.body().isEmpty()
                && switch (reply.status()) {
                    case 400, 414, 417, 431 -> true;
                    default -> false;
                };
    }
}
