package io.countersign.endtoend.isolation;

import io.countersign.stack.identity.DevelopmentIdentity;
import io.countersign.stack.identity.TokenRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Ana, of whom everything is; those whom it does not concern; and those who look after it. */
record Callers(DevelopmentIdentity identity, DevelopmentIdentity anotherIssuer) {

    private static final String TENANT = "acme";
    private static final String OTHER_TENANT = "globex";
    private static final String OPERATOR = "countersign-operator";
    private static final String POLICY = "countersign-policy";

    /** @param folder where the keys of an issuer are that nobody here believes */
    static Callers of(DevelopmentIdentity identity, Path folder) {
        return new Callers(identity, DevelopmentIdentity.in(folder));
    }

    Caller ana() {
        return agent("ana", TENANT, "ana").whoIsConcerned();
    }

    Caller anaInPerson() {
        return person("ana herself", TENANT, "ana", "support").whoIsConcerned();
    }

    /** Another user of her tenant, and a user of her name in another. */
    List<Caller> strangers() {
        return List.of(agent("another user", TENANT, "ben"), agent("another tenant", OTHER_TENANT, "ana"));
    }

    List<Caller> strangersInPerson() {
        return List.of(
                person("another user", TENANT, "ben", "support"),
                person("another tenant", OTHER_TENANT, "ana", "support"));
    }

    Caller reviewer() {
        return person("her reviewer", TENANT, "fiona", "finance", "countersign-reviewer")
                .whoIsConcerned();
    }

    Caller foreignReviewer() {
        return person("another tenant's reviewer", OTHER_TENANT, "fiona", "finance", "countersign-reviewer");
    }

    /** Of the installation, of whichever tenant: what they look after is not what is Ana's. */
    List<Caller> operators() {
        return List.of(
                person("an operator", TENANT, "ops", OPERATOR, POLICY),
                person("another tenant's operator", OTHER_TENANT, "ops", OPERATOR, POLICY));
    }

    Caller nobody() {
        return new Caller("nobody", null, false);
    }

    /** Who says to be Ana, with a token of another issuer. */
    Caller forger() {
        var claimed = new TokenRequest(TENANT, "ana", "bot", null, Set.of("support", "countersign-reviewer"));
        return new Caller("a forger", anotherIssuer.token(claimed), false);
    }

    private Caller agent(String name, String tenant, String user) {
        return new Caller(name, identity.token(new TokenRequest(tenant, user, "bot", null, Set.of("support"))), false);
    }

    private Caller person(String name, String tenant, String user, String... roles) {
        return new Caller(name, identity.token(TokenRequest.person(tenant, user, roles)), false);
    }
}
