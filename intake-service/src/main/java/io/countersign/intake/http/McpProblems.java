package io.countersign.intake.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.door.ForeignProblems;
import io.countersign.door.Problem;
import io.countersign.intake.mcp.RpcError;
import io.countersign.intake.mcp.RpcError.Kind;
import io.countersign.intake.mcp.Speech;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/** Problems as errors of JSON-RPC, at the path of MCP. Such a one is about no message: it names none. */
@Singleton
final class McpProblems implements ForeignProblems {
    private static final int OURS = 500;

    private final ObjectMapper json;

    McpProblems(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean speaksAt(String path) {
        return path.equals(McpResource.PATH) || path.equals(McpResource.PATH + "/");
    }

    @Override
    public Map<String, Object> body(Problem problem) {
        var body = new LinkedHashMap<String, Object>();
        Speech.error(null, error(problem)).properties().forEach(each -> body.put(each.getKey(), each.getValue()));
        return body;
    }

    @Override
    public Map<String, String> headers(Problem problem) {
        return Map.of();
    }

    /** The same for the answer to a message. */
    RpcError error(Problem problem) {
        var detail = problem.detail();
        return RpcError.of(
                problem.status() < OURS ? Kind.INVALID_REQUEST : Kind.INTERNAL_ERROR,
                problem.code(),
                detail == null ? problem.code() : detail,
                data -> data.setAll(known(problem)));
    }

    /** What is known beside code and words. */
    ObjectNode known(Problem problem) {
        ObjectNode known = json.valueToTree(problem.members());
        var after = problem.headers().get("Retry-After");
        return after == null ? known : known.put("retryAfter", Long.parseLong(after));
    }
}
