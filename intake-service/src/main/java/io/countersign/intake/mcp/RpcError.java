package io.countersign.intake.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.Code;
import java.util.function.Consumer;

/**
 * An error of JSON-RPC: about the message, not about what it asks for.
 *
 * @param kind which of the protocol's numbers it has
 * @param code ours, which is in its data
 * @param data what else is known of it, the code among it
 */
public record RpcError(Kind kind, String code, String message, ObjectNode data) {

    /** The numbers of JSON-RPC 2.0, and those that the protocol adds. */
    public enum Kind {
        PARSE_ERROR(-32700),
        INVALID_REQUEST(-32600),
        METHOD_NOT_FOUND(-32601),
        INVALID_PARAMS(-32602),
        INTERNAL_ERROR(-32603),
        /** A header says something else than the body. */
        HEADER_MISMATCH(-32020),
        UNSUPPORTED_REVISION(-32022);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    static RpcError of(Kind kind, Code code, String message) {
        return of(kind, code.name(), message, data -> {});
    }

    /** With more than its code to tell. */
    public static RpcError of(Kind kind, String code, String message, Consumer<ObjectNode> more) {
        var data = JsonNodeFactory.instance.objectNode().put("code", code);
        more.accept(data);
        return new RpcError(kind, code, message, data);
    }

    /** A request that is one, with members that are not those of its method. */
    public static RpcError invalidParams(String message) {
        return of(Kind.INVALID_PARAMS, Code.MALFORMED, message);
    }

    static RpcError invalidRequest(String message) {
        return of(Kind.INVALID_REQUEST, Code.MALFORMED, message);
    }

    /** A method that there is not, or not in this revision. */
    public static RpcError noSuchMethod() {
        return of(Kind.METHOD_NOT_FOUND, Code.NOT_FOUND, "there is no such method");
    }

    /** The member {@code error} of a response. */
    public ObjectNode json() {
        var error = JsonNodeFactory.instance.objectNode();
        error.put("code", kind.number()).put("message", message);
        error.set("data", data);
        return error;
    }
}
