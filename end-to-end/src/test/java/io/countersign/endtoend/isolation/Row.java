package io.countersign.endtoend.isolation;

import io.countersign.chaos.doors.Format;
import io.countersign.chaos.doors.Reply;
import java.util.Optional;

/**
 * One attempt at one call.
 *
 * @param place the service
 * @param call method and path as they are described, or a name of its own for what is not HTTP
 * @param tried with what of Ana's; empty if with nothing
 * @param said what the caller brings, in which her ids may stand
 */
record Row(
        String place,
        String call,
        Caller who,
        String tried,
        String said,
        Attempt attempt,
        Format format,
        Expectation expected) {

    /** Does it. */
    interface Attempt {
        Reply by(Caller who) throws Exception;
    }

    /** What came of it. */
    record Cell(Row row, String answer, Optional<String> objection) {

        /** One line of the matrix. */
        String line() {
            return "%-20s %-34s %-26s %-34s %s%s"
                    .formatted(
                            row.place(),
                            row.call(),
                            row.who().name(),
                            row.tried(),
                            answer,
                            objection.map(wrong -> "  <- " + wrong).orElse(""));
        }
    }

    Cell run(Estate estate) throws Exception {
        var reply = attempt.by(who);
        var told = reply.headers() + reply.body();
        var leaked = estate.secrets()
                .filter(secret -> !who.concerned() && told.contains(secret) && !said.contains(secret))
                .findFirst()
                .map(secret -> "tells of " + secret);
        var objection = leaked.or(() -> expected.objection(reply, format));
        return new Cell(this, shown(reply), objection.map(wrong -> wrong + ": " + reply));
    }

    private String shown(Reply reply) {
        var code = format.codeOf(reply)
                .or(() -> Optional.of(reply.json()
                                .at("/result/structuredContent/code")
                                .asText())
                        .filter(text -> !text.isEmpty()));
        return reply.status() + code.map(word -> " " + word).orElse("");
    }
}
