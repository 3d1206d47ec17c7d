package io.countersign.policystream.inbox;

import io.countersign.contract.Headers;
import io.countersign.door.PastToken;
import io.countersign.door.PastTokens;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;

/** Finds out who sent a record, by the token in its header and nothing else. */
public final class Senders {

    /** As long as a header may be at the HTTP doors. */
    static final int LONGEST = 32 * 1024;

    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([!-~]+)");

    private final PastTokens tokens;
    private final IssuerKeys keys;

    public Senders(PastTokens tokens, IssuerKeys keys) {
        this.tokens = tokens;
        this.keys = keys;
    }

    /**
     * Who sent it.
     *
     * @param appended when the broker got it: the token has to have been good then
     * @return never {@link PastToken.OfAnotherKey}; an issuer that is away throws
     */
    PastToken identify(org.apache.kafka.common.header.Headers headers, Instant appended) {
        var shown = Arrays.stream(headers.toArray())
                .filter(header -> header.key().equalsIgnoreCase(Headers.AUTHORIZATION))
                .toList();
        if (shown.size() != 1) {
            return new PastToken.Bad(
                    shown.isEmpty()
                            ? "there is no header " + Headers.AUTHORIZATION
                            : "there is more than one header " + Headers.AUTHORIZATION);
        }
        return identify(shown.get(0), appended);
    }

    private PastToken identify(Header header, Instant appended) {
        var value = header.value();
        if (value == null || value.length > LONGEST) {
            return new PastToken.Bad(
                    value == null
                            ? "the header " + Headers.AUTHORIZATION + " has no value"
                            : "the header " + Headers.AUTHORIZATION + " has more than " + LONGEST + " bytes");
        }
        var bearer = BEARER.matcher(new String(value, StandardCharsets.UTF_8));
        return bearer.matches()
                ? verify(bearer.group(1), appended)
                : new PastToken.Bad("the header " + Headers.AUTHORIZATION + " is not: Bearer <JWT>");
    }

    private PastToken verify(String token, Instant appended) {
        var found = tokens.verify(token, appended, keys.latest());
        if (found instanceof PastToken.OfAnotherKey) {
            found = tokens.verify(token, appended, keys.since(appended));
        }
        return found instanceof PastToken.OfAnotherKey
                ? new PastToken.Bad("the token is signed with none of the issuer's keys")
                : found;
    }
}
