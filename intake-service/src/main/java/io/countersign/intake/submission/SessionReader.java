package io.countersign.intake.submission;

import io.countersign.contract.DurationText;
import io.countersign.contract.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the body of {@code POST /v1/sessions} once, strictly. What the conditions mean is the broker's to say. */
public final class SessionReader {
    private static final Set<String> MEMBERS = Set.of("grants", "agent", "ttl");
    private static final Set<String> OF_GRANTS = Set.of("action", "when");

    /** A session whose request does not say how long lasts a working day. */
    static final Duration USUAL = Duration.ofHours(8);

    private SessionReader() {}

    /** {@code keys} are the values of the header {@code Idempotency-Key}, in whatever number it came. */
    public static SessionReading read(byte[] body, List<String> keys) {
        try {
            var key = IdempotencyKeys.read(keys);
            return request(Members.of(body, MEMBERS), key);
        } catch (UnfitBody e) {
            return new SessionReading.Unusable(e.refusal());
        }
    }

    private static SessionRequest request(Members members, Optional<String> key) throws UnfitBody {
        var grants = new ArrayList<SessionRequest.Granted>();
        for (var grant : members.list("grants", OF_GRANTS)) {
            grants.add(new SessionRequest.Granted(
                    grant.requiredText("action"), grant.text("when").orElse(null)));
        }
        return new SessionRequest(grants, members.text("agent").orElse(null), ttl(members), key.orElse(null));
    }

    private static Duration ttl(Members members) throws UnfitBody {
        var text = members.text("ttl");
        if (text.isEmpty()) {
            return USUAL;
        }
        var ttl =
                DurationText.parse(text.get()).orElseThrow(() -> new UnfitBody("\"ttl\" is not " + DurationText.FORM));
        if (ttl.compareTo(Limits.SHORTEST_SESSION) < 0 || ttl.compareTo(Limits.LONGEST_SESSION) > 0) {
            throw new UnfitBody("\"ttl\" is not from 1s to 30d");
        }
        return ttl;
    }
}
