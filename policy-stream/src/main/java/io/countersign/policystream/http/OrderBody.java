package io.countersign.policystream.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import io.countersign.door.Problem;
import io.countersign.door.ProblemException;
import io.countersign.door.Problems;
import java.util.Set;

/** The body of an operator's order: a JSON object with known members, and a reason. */
final class OrderBody {

    private static final int LONGEST_REASON = 1_000;

    private OrderBody() {}

    static JsonNode read(byte[] body, Set<String> members) {
        var json = parse(body);
        if (!json.isObject()) {
            throw malformed("the body has to be a JSON object");
        }
        json.fieldNames().forEachRemaining(member -> {
            if (!members.contains(member)) {
                throw malformed("there is no member " + member);
            }
        });
        return json;
    }

    static String reason(JsonNode json) {
        var reason = json.path("reason");
        if (!reason.isTextual()
                || reason.textValue().isBlank()
                || reason.textValue().length() > LONGEST_REASON) {
            throw malformed("reason is needed: a text of at most " + LONGEST_REASON + " characters");
        }
        return reason.textValue();
    }

    static ProblemException malformed(String why) {
        return new ProblemException(Problems.malformed(why));
    }

    private static JsonNode parse(byte[] body) {
        try {
            return CanonicalJson.parse(body);
        } catch (MalformedJson e) {
            throw new ProblemException(Problem.of(e.code(), e.getMessage() == null ? "not JSON" : e.getMessage()));
        }
    }
}
