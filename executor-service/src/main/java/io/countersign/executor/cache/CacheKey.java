package io.countersign.executor.cache;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Sha256;
import io.countersign.protocol.ApprovedAction;
import java.util.Optional;

/** What two requests have in common if the answer to one is an answer to the other. */
final class CacheKey {

    /** The scope of answers that everybody of a tenant may get. */
    static final String SHARED = "shared";

    private static final String USER = "user";

    private CacheKey() {}

    /**
     * 64 hex digits: SHA-256 over the RFC 8785 text of tenant, user (unless answers are shared in the tenant), action, model,
     * the parameters' canonical text, and how long the answer may be. Empty if policy does not let the answer be kept, if the
     * request is private, and for a scope that is not known here.
     */
    static Optional<String> of(ApprovedAction action) {
        var keeps = action.cacheFor();
        if (keeps == null || !keeps.isPositive() || action.isPrivate()) {
            return Optional.empty();
        }
        var shared = SHARED.equals(action.cache());
        if (!shared && !USER.equals(action.cache())) {
            return Optional.empty();
        }
        var request = JsonNodeFactory.instance.objectNode();
        request.put("action", action.action());
        request.put("maxOutputTokens", Long.toString(action.maxOutputTokens()));
        request.put("parameters", action.parameters());
        request.put("tenant", action.tenant());
        if (!shared) {
            request.put("user", action.user());
        }
        if (action.model() != null) {
            request.put("model", action.model());
        }
        return Optional.of(Sha256.hex(CanonicalJson.write(request)));
    }
}
