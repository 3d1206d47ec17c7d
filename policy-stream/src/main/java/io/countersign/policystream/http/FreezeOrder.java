package io.countersign.policystream.http;

import io.countersign.contract.FreezeScope;
import io.countersign.door.Problem;
import io.countersign.door.ProblemException;
import io.countersign.door.Problems;
import java.util.Set;

/** The body of a freeze. */
record FreezeOrder(String scope, boolean cancelRunning, String reason) {

    private static final Set<String> MEMBERS = Set.of("scope", "cancelRunning", "reason");

    static FreezeOrder read(byte[] body) {
        var json = OrderBody.read(body, MEMBERS);
        var scope = json.path("scope");
        if (!scope.isTextual() || !FreezeScope.isValid(scope.textValue())) {
            throw new ProblemException(noScope());
        }
        var cancel = json.path("cancelRunning");
        if (!cancel.isMissingNode() && !cancel.isBoolean()) {
            throw OrderBody.malformed("cancelRunning is true or false");
        }
        return new FreezeOrder(scope.textValue(), cancel.booleanValue(), OrderBody.reason(json));
    }

    static Problem noScope() {
        return Problems.malformed(
                "scope is all, tenant/<tenant> or action/<name or glob>, and no longer than these can be");
    }
}
