package io.countersign.door;

import io.countersign.door.identity.Caller;
import jakarta.inject.Singleton;
import java.util.Set;

/** Tells people from agents, by the client that a token was given to: some things are for people alone. */
@Singleton
public final class People {
    private final Set<String> clients;

    People(IdentityConfig config) {
        this.clients = config.interactiveClients();
    }

    /** Whether users act for themselves through the caller's client. */
    public boolean include(Caller caller) {
        return clients.contains(caller.agent());
    }
}
