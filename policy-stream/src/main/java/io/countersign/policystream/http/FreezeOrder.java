package io.countersign.policystream.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.FreezeScope;
import io.countersign.contract.MalformedJson;
import io.countersign.door.Problem;
import io.countersign.door.ProblemException;
import io.countersign.door.Problems;
import java.util.Set;

/** The body of a freeze. */
record FreezeOrder(String scope, boolean cancelRunning, String reason) {

    private static final Set<String> MEMBERS = Set.of("scope", "cancelRunning", "reason");
    private static final int LONGEST_REASON = 1_000;

    static FreezeOrder read(byte[] body) {
        var json = parse(body);
        if (!json.isObject()) {
            throw malformed("the body has to be a JSON object");
        }
        json.fieldNames().forEachRemaining(FreezeOrder::requireKnown);
        var scope = json.path("scope");
        if (!scope.isTextual() || !FreezeScope.isValid(scope.textValue())) {
            throw new ProblemException(noScope());
        }
        var cancel = json.path("cancelRunning");
        if (!cancel.isMissingNode() && !cancel.isBoolean()) {
            throw malformed("cancelRunning is true or false");
        }
        var reason = json.path("reason");
        if (!reason.isTextual()
                || reason.textValue().isBlank()
                || reason.textValue().length() > LONGEST_REASON) {
            throw malformed("reason is needed: a text of at most " + LONGEST_REASON + " characters");
        }
        return new FreezeOrder(scope.textValue(), cancel.booleanValue(), reason.textValue());
    }

    static Problem noScope() {
        return Problems.malformed("scope is all, tenant/<tenant> or action/<name or glob>");
    }

    private static JsonNode parse(byte[] body) {
        try {
            return CanonicalJson.parse(body);
        } catch (MalformedJson e) {
            throw new ProblemException(Problem.of(e.code(), e.getMessage() == null ? "not JSON" : e.getMessage()));
        }
    }

    private static void requireKnown(String member) {
        if (!MEMBERS.contains(member)) {
            throw malformed("there is no member " + member);
        }
    }

    private static ProblemException malformed(String why) {
        return new ProblemException(Problems.malformed(why));
    }
}
