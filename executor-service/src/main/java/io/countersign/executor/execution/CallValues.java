package io.countersign.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.ProbedAction;
import java.util.Set;

/** The values that templates may name: of {@code parameters} and {@code intent}. */
public final class CallValues {

    /** What templates of a call may name. */
    public static final Set<String> NAMES = Set.of("parameters", "intent");

    /** What templates of a probe may name: all that is known of an action then. */
    public static final Set<String> PROBE_NAMES = Set.of(
            "intent.id", "intent.tenant", "intent.user", "intent.action", "intent.attempt", "intent.idempotencyKey");

    private CallValues() {}

    /** The values of an action. */
    public static JsonNode of(ApprovedAction action) throws UnusableParameter {
        var values = JsonNodeFactory.instance.objectNode();
        values.set("parameters", parameters(action));
        values.putObject("intent")
                .put("id", action.id())
                .put("tenant", action.tenant())
                .put("user", action.user())
                .put("agent", action.agent())
                .put("action", action.action())
                .put("attempt", action.attempt())
                .put("idempotencyKey", action.idempotencyKey());
        return values;
    }

    /** The values of an action whose end nobody knows; its parameters are not known any more either. */
    public static JsonNode of(ProbedAction action) throws UnusableParameter {
        var values = JsonNodeFactory.instance.objectNode();
        values.putObject("intent")
                .put("id", action.id())
                .put("tenant", action.tenant())
                .put("user", action.user())
                .put("action", action.action())
                .put("attempt", action.attempt())
                .put("idempotencyKey", action.idempotencyKey());
        return values;
    }

    /** These values and what came of the call. */
    static JsonNode withAnswer(JsonNode values, JsonNode answer) {
        var both = JsonNodeFactory.instance.objectNode();
        values.properties().forEach(member -> both.set(member.getKey(), member.getValue()));
        return both.set("answer", answer);
    }

    /** The parameters that were approved. */
    public static JsonNode parameters(ApprovedAction action) throws UnusableParameter {
        try {
            return CanonicalJson.parse(action.parameters());
        } catch (MalformedJson malformed) {
            throw new UnusableParameter("the parameters are no canonical JSON: " + malformed.getMessage());
        }
    }
}
