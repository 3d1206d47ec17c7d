package io.countersign.intake.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.Code;
import io.countersign.intake.mcp.Envelope.Headers;
import io.countersign.intake.mcp.RpcError.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads envelopes. A header that says something else than the body would let whoever looks at headers only be deceived. */
public final class EnvelopeReader {
    private EnvelopeReader() {}

    /** Reads that of a request. */
    public static Envelope read(RpcMessage.Request request, Headers headers) {
        var declared = request.meta().get(Meta.REVISION);
        try {
            return new Envelope.Of(declared == null ? unsaid(headers) : declared(declared, request, headers));
        } catch (Contradiction e) {
            return new Envelope.Unfit(e.error);
        }
    }

    /** Older clients say it in the header, and the oldest not at all. */
    private static Revision unsaid(Headers headers) throws Contradiction {
        if (headers.revision() == null) {
            return Revision.UNSAID;
        }
        var revision = known(headers.revision());
        if (!revision.hasHandshake()) {
            throw new Contradiction(RpcError.invalidParams("\"_meta\" has no \"" + Meta.REVISION + "\""));
        }
        return revision;
    }

    private static Revision declared(JsonNode declared, RpcMessage.Request request, Headers headers)
            throws Contradiction {
        if (!declared.isTextual()) {
            throw new Contradiction(RpcError.invalidParams("\"" + Meta.REVISION + "\" is not a text"));
        }
        same("MCP-Protocol-Version", headers.revision(), declared.textValue());
        var revision = known(declared.textValue());
        if (revision.hasHandshake()) {
            return revision;
        }
        if (!(request.meta().get(Meta.CAPABILITIES) instanceof ObjectNode)) {
            throw new Contradiction(RpcError.invalidParams("\"_meta\" has no object \"" + Meta.CAPABILITIES + "\""));
        }
        same("Mcp-Method", headers.method(), request.method());
        if (request.method().equals(Method.CALL.text())) {
            var name = request.params().path("name").textValue();
            same("Mcp-Name", decoded(headers.name()), name == null ? "" : name);
        }
        return revision;
    }

    private static Revision known(String text) throws Contradiction {
        return Revision.of(text).orElseThrow(() -> new Contradiction(unsupported(text)));
    }

    private static RpcError unsupported(String text) {
        return RpcError.of(Kind.UNSUPPORTED_REVISION, Code.MALFORMED.name(), "Unsupported protocol version", data -> {
            data.put("requested", text);
            Revision.texts().forEach(data.putArray("supported")::add);
        });
    }

    private static void same(String header, @Nullable String said, String body) throws Contradiction {
        if (!body.equals(said)) {
            throw new Contradiction(RpcError.of(
                    Kind.HEADER_MISMATCH,
                    Code.MALFORMED,
                    said == null ? header + " is missing" : header + " says something else than the body"));
        }
    }

    /** What a header cannot say is in Base64 between two marks. */
    private static @Nullable String decoded(@Nullable String header) {
        if (header == null || !header.startsWith("=?base64?") || !header.endsWith("?=") || header.length() < 11) {
            return header;
        }
        return text(header.substring(9, header.length() - 2)).orElse(header);
    }

    private static Optional<String> text(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Why an envelope is none; never leaves this class. */
    private static final class Contradiction extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient RpcError error;

        private Contradiction(RpcError error) {
            super(error.message(), null, false, false);
            this.error = error;
        }
    }
}
