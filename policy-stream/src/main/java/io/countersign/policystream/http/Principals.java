package io.countersign.policystream.http;

import io.countersign.door.identity.Caller;
import io.countersign.policystream.policy.Principal;

/** Callers as policy knows them. */
final class Principals {

    private Principals() {}

    static Principal of(Caller caller) {
        return of(caller, caller.agent());
    }

    /** The caller's user, for whom that agent acts. */
    static Principal of(Caller caller, String agent) {
        var owner = caller.owner();
        return new Principal(owner.tenant(), owner.user(), caller.team(), agent, caller.roles());
    }
}
