package io.countersign.intake.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Code;
import io.countersign.contract.Limits;
import io.countersign.contract.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of {@code POST /v1/intents} once, strictly, and keeps the canonical text of its parameters. A member
 * that may be left out may also be null.
 */
public final class SubmissionReader {
    private static final Set<String> MEMBERS = Set.of(
            "action", "parameters", "session", "model", "maxTokens", "justification", "private", "deadline", "onQuota");

    /** Printable ASCII without a space at either end. */
    private static final Pattern KEY = Pattern.compile("[!-~]([ -~]{0,254}[!-~])?");

    private final TokenCounter tokens;

    public SubmissionReader(TokenCounter tokens) {
        this.tokens = tokens;
    }

    /** {@code keys} are the values of the header {@code Idempotency-Key}, in whatever number it came. */
    public Reading read(byte[] body, List<String> keys) {
        if (keys.size() > 1 || !keys.stream().allMatch(key -> KEY.matcher(key).matches())) {
            return Refusal.malformed("Idempotency-Key is one value of 1 to 256 printable ASCII characters");
        }
        try {
            return CanonicalJson.parse(body) instanceof ObjectNode members
                    ? submission(new Members(members), keys.stream().findFirst())
                    : Refusal.malformed("the body is not a JSON object");
        } catch (MalformedJson e) {
            return new Refusal(e.code(), String.valueOf(e.getMessage()));
        } catch (UnfitMember e) {
            return Refusal.malformed(e.detail);
        }
    }

    private Reading submission(Members members, Optional<String> key) throws UnfitMember {
        members.refuseUnknown();
        var action = members.text("action").orElseThrow(() -> new UnfitMember("\"action\" is missing"));
        var parameters = members.parameters();
        var text = CanonicalJson.write(parameters);
        if (text.getBytes(StandardCharsets.UTF_8).length > Limits.PARAMETERS_BYTES) {
            return new Refusal(
                    Code.TOO_LARGE,
                    "\"parameters\" has more than " + Limits.PARAMETERS_BYTES + " bytes in RFC 8785 form");
        }
        return new Submission(
                action,
                text,
                members.text("session").orElse(null),
                members.text("model").orElse(null),
                members.positive("maxTokens"),
                ModelInput.of(parameters).stream().mapToLong(tokens::count).sum(),
                members.text("justification").orElse(null),
                members.flag("private"),
                members.instant("deadline"),
                members.whenOverBudget("onQuota"),
                key.orElse(null));
    }

    /** A member that is not what it has to be; never leaves this class. */
    private static final class UnfitMember extends Exception {
        private static final long serialVersionUID = 1L;

        private final String detail;

        UnfitMember(String detail) {
            super(detail, null, false, false);
            this.detail = detail;
        }
    }

    private record Members(ObjectNode body) {

        void refuseUnknown() throws UnfitMember {
            for (var member : body.properties()) {
                if (!MEMBERS.contains(member.getKey())) {
                    throw new UnfitMember("there is no member " + shown(member.getKey()));
                }
            }
        }

        Optional<String> text(String name) throws UnfitMember {
            var value = present(name);
            if (value == null) {
                return Optional.empty();
            }
            if (!value.isTextual() || value.textValue().isEmpty()) {
                throw new UnfitMember("\"" + name + "\" is not a text");
            }
            return Optional.of(value.textValue());
        }

        ObjectNode parameters() throws UnfitMember {
            if (body.get("parameters") instanceof ObjectNode parameters) {
                return parameters;
            }
            throw new UnfitMember("\"parameters\" is not a JSON object");
        }

        @Nullable
        Long positive(String name) throws UnfitMember {
            var value = present(name);
            if (value == null) {
                return null;
            }
            if (!value.isIntegralNumber() || value.longValue() < 1) {
                throw new UnfitMember("\"" + name + "\" is not a whole number above 0");
            }
            return value.longValue();
        }

        boolean flag(String name) throws UnfitMember {
            var value = present(name);
            if (value != null && !value.isBoolean()) {
                throw new UnfitMember("\"" + name + "\" is neither true nor false");
            }
            return value != null && value.booleanValue();
        }

        @Nullable
        Instant instant(String name) throws UnfitMember {
            var text = text(name);
            if (text.isEmpty()) {
                return null;
            }
            return Rfc3339.parse(text.get())
                    .orElseThrow(() -> new UnfitMember("\"" + name + "\" is not an RFC 3339 instant"));
        }

        WhenOverBudget whenOverBudget(String name) throws UnfitMember {
            return switch (text(name).orElse("REJECT")) {
                case "REJECT" -> WhenOverBudget.REJECT;
                case "DEFER" -> WhenOverBudget.DEFER;
                default -> throw new UnfitMember("\"" + name + "\" is neither REJECT nor DEFER");
            };
        }

        private @Nullable JsonNode present(String name) {
            var value = body.get(name);
            return value == null || value.isNull() ? null : value;
        }

        private static String shown(String name) {
            return CanonicalJson.write(TextNode.valueOf(
                    name.codePointCount(0, name.length()) <= 64
                            ? name
                            : name.substring(0, name.offsetByCodePoints(0, 64)) + "..."));
        }
    }
}
