package io.countersign.executor.routes;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.executor.connector.InvalidRoutes;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses secrets that stand in the routes file themselves, by the names of their members or by their looks. What it refuses
 * it does not repeat.
 */
final class LiteralSecrets {

    private static final Pattern NAMES = Pattern.compile(
            "(?i)(.*[-_.])?(password|passwd|passphrase|secret|token|api[-_]?key|authorization|cookie|credentials?)");

    /** What issuers make: keys of models and clouds, tokens of forges and chats, JWTs, PEM, and logins in addresses. */
    private static final Pattern LOOKS = Pattern.compile("\\bsk-[A-Za-z0-9_-]{16,}|\\bgh[oprsu]_[A-Za-z0-9]{20,}"
            + "|\\bgithub_pat_\\w{20,}|\\bglpat-[\\w-]{16,}|\\bAKIA[0-9A-Z]{16}\\b|\\bAIza[\\w-]{30,}"
            + "|\\bxox[abprs]-[\\w-]{10,}|\\beyJ[\\w-]{10,}\\.[\\w-]{10,}|-----BEGIN [A-Z ]*PRIVATE KEY"
            + "|(?i)\\b(?:bearer|basic) [\\w.+/=~-]{12,}|//[^/@:{}\\s]+:[^/@{}\\s]+@"
            + "|[?&](?:password|secret|token|api_?key|access_token)=[^&{}$]+");

    /** Where {@code key} is the name of something else. */
    private static final Set<String> OTHER_KEYS = Set.of("body", "query", "response", "tls", "headers", "result");

    private LiteralSecrets() {}

    /** Refuses them in a whole file. */
    static void refuseIn(String file, JsonNode tree) {
        refuse(file, ": ", "", tree, true);
    }

    /** Refuses them in the value at this place of a file. */
    static void refuse(String place, JsonNode value) {
        refuse(place, ".", "", value, true);
    }

    private static void refuse(String place, String separator, String name, JsonNode value, boolean keysAreSecret) {
        if (value.isTextual() && !value.asText().isEmpty()) {
            var isSecret = NAMES.matcher(name).matches() || (keysAreSecret && name.equals("key"));
            if ((isSecret && !isReference(value.asText()))
                    || LOOKS.matcher(value.asText()).find()) {
                throw new InvalidRoutes(
                        place, "a secret stands here itself: refer to it, as in ${env:NAME} or ${file:PATH}");
            }
        }
        if (value.isArray()) {
            for (var i = 0; i < value.size(); i++) {
                refuse(place + "[" + i + "]", ".", name, value.get(i), keysAreSecret);
            }
        }
        for (var member : value.properties()) {
            var key = member.getKey();
            var within = keysAreSecret && !OTHER_KEYS.contains(name);
            refuse(
                    place + separator + key,
                    ".",
                    name.equals("tls") ? "" : key,
                    member.getValue(),
                    within && !OTHER_KEYS.contains(key));
        }
    }

    /** True if the value comes from elsewhere: a secret's place, or the action. */
    private static boolean isReference(String text) {
        return text.contains("${") || text.matches(".*\\{(parameters|intent|answer)[.}].*");
    }
}
