package io.countersign.endtoend.isolation;

import io.countersign.chaos.doors.Format;
import io.countersign.chaos.doors.Reply;
import java.util.Optional;

/** What an answer has to be. */
interface Expectation {

    /** What is wrong with it; empty if nothing is. */
    Optional<String> objection(Reply reply, Format format);

    /** A refusal in the door's own format, with this code. */
    static Expectation refused(int status, String code) {
        return (reply, format) -> reply.status() != status
                ? Optional.of("not refused with " + status)
                : format.codeOf(reply)
                        .filter(code::equals)
                        .map(found -> Optional.<String>empty())
                        .orElseGet(() -> Optional.of("not the refusal " + code + " as " + format));
    }

    /** An answer that tells something, of the caller's own. */
    static Expectation own() {
        return (reply, format) ->
                reply.status() >= 200 && reply.status() < 300 ? Optional.empty() : Optional.of("not answered");
    }

    /** An answer that says this in one of its members. */
    static Expectation saying(String member, String value) {
        return (reply, format) -> own().objection(reply, format)
                .or(() -> reply.json().at(member).asText().equals(value)
                        ? Optional.empty()
                        : Optional.of("does not say " + value));
    }

    /** An answer, whichever, that is no failure. */
    static Expectation harmless() {
        return (reply, format) -> reply.status() >= 200 && reply.status() < 500
                ? Optional.empty()
                : Optional.of("neither answered nor refused");
    }

    /** Whoever wants a page and is not known is shown the way in. */
    static Expectation signInFirst() {
        return (reply, format) -> reply.status() == 401
                        || reply.status() == 303 && reply.header("location").endsWith("/sign-in")
                ? Optional.empty()
                : Optional.of("not sent to the sign-in");
    }

    /** A tool's result that is an error with this code. */
    static Expectation failedTool(String code) {
        return (reply, format) -> {
            var result = reply.json().path("result");
            return reply.status() == 200
                            && result.path("isError").asBoolean()
                            && result.at("/structuredContent/code").asText().equals(code)
                    ? Optional.empty()
                    : Optional.of("not the failed tool " + code);
        };
    }
}
