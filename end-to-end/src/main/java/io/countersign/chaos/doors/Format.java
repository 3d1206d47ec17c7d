package io.countersign.chaos.doors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a door says no. */
public enum Format {
    /** RFC 9457, with a stable code. */
    PROBLEM {
        @Override
        public Optional<String> codeOf(Reply reply) {
            return reply.isOf("application/problem+json")
                            && reply.json().path("status").asInt() == reply.status()
                    ? text(reply.json().path("code"))
                    : Optional.empty();
        }
    },
    /** OpenAI's. */
    OPENAI {
        @Override
        public Optional<String> codeOf(Reply reply) {
            var error = reply.json().path("error");
            return reply.isOf(JSON)
                            && error.path("message").isTextual()
                            && error.path("type").isTextual()
                    ? text(error.path("code"))
                    : Optional.empty();
        }
    },
    /** JSON-RPC's, of the call as a whole; the status may well be 200. */
    RPC {
        @Override
        public Optional<String> codeOf(Reply reply) {
            var error = reply.json().path("error");
            return reply.isOf(JSON)
                            && reply.json().path("jsonrpc").asText().equals("2.0")
                            && error.path("code").isInt()
                    ? text(error.at("/data/code"))
                    : Optional.empty();
        }
    },
    /** A page for people. */
    PAGE {
        @Override
        public Optional<String> codeOf(Reply reply) {
            var found = Pattern.compile("<code>%d ([A-Z_]+)</code>".formatted(reply.status()))
                    .matcher(reply.body());
            return reply.isOf("text/html") && found.find() ? Optional.of(found.group(1)) : Optional.empty();
        }
    },
    /** Whichever of them: nobody knows whose door a path that is none leads to. */
    ANY {
        @Override
        public Optional<String> codeOf(Reply reply) {
            return PROBLEM.codeOf(reply)
                    .or(() -> OPENAI.codeOf(reply))
                    .or(() -> RPC.codeOf(reply))
                    .or(() -> PAGE.codeOf(reply));
        }
    };

    private static final String JSON = "application/json";

    /** The code of a refusal in this format; empty if it is none. */
    public abstract Optional<String> codeOf(Reply reply);

    private static Optional<String> text(JsonNode code) {
        return Optional.ofNullable(code.textValue()).filter(word -> word.matches("[A-Z][A-Z_]+"));
    }
}
