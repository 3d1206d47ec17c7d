package io.countersign.policystream.lifecycle;

import io.countersign.contract.IntentDigest;
import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests as doors make them: {@code Requests.of("acme/ana").costing(2).request()}. */
record Requests(
        Owner owner,
        String id,
        String agent,
        String action,
        String parameters,
        long cost,
        @Nullable Instant deadline,
        boolean defer,
        @Nullable String session) {

    static Requests of(String owner) {
        return new Requests(
                Owner.parse(owner),
                IntentIds.derived(Owner.parse(owner), "bot", "first"),
                "bot",
                Actions.READ,
                "{\"order\":\"A1\"}",
                0,
                null,
                false,
                null);
    }

    /** Another intent of the same owner. */
    Requests named(String idempotencyKey) {
        return withId(IntentIds.derived(owner, agent, idempotencyKey));
    }

    Requests withId(String other) {
        return new Requests(owner, other, agent, action, parameters, cost, deadline, defer, session);
    }

    Requests doing(String other) {
        return new Requests(owner, id, agent, other, parameters, cost, deadline, defer, session);
    }

    Requests with(String otherParameters) {
        return new Requests(owner, id, agent, action, otherParameters, cost, deadline, defer, session);
    }

    Requests by(String other) {
        return new Requests(owner, id, other, action, parameters, cost, deadline, defer, session);
    }

    /** It needs so many tokens. */
    Requests costing(long tokens) {
        return new Requests(owner, id, agent, action, parameters, tokens, deadline, defer, session);
    }

    Requests until(Instant other) {
        return new Requests(owner, id, agent, action, parameters, cost, other, defer, session);
    }

    /** It would rather wait for its budget than be refused. */
    Requests deferring() {
        return new Requests(owner, id, agent, action, parameters, cost, deadline, true, session);
    }

    /** It names this session. */
    Requests in(String other) {
        return new Requests(owner, id, agent, action, parameters, cost, deadline, defer, other);
    }

    Request request() {
        return new Request(
                id,
                owner.tenant(),
                owner.user(),
                agent,
                null,
                session,
                action,
                parameters,
                null,
                cost,
                null,
                "because I say so",
                false,
                deadline,
                defer,
                List.of("support"),
                null,
                new byte[] {1, 2, 3},
                IntentDigest.of(action, agent, cost, null, parameters, false, session, owner.tenant(), owner.user()),
                Shell.OPENING,
                null,
                null);
    }
}
