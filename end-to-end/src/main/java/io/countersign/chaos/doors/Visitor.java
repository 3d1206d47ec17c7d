package io.countersign.chaos.doors;

import io.countersign.contract.Owner;
import io.countersign.stack.identity.TokenRequest;
import io.countersign.v1.Intent;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One user at all doors, through an agent and in person; and the reviewer of the tenant. */
public final class Visitor implements AutoCloseable {

    private static final String AGENT = "bot";

    private final Grounds grounds;
    private final Owner owner;
    private final HttpClient webSockets = HttpClient.newHttpClient();
    private final String token;
    private final String inPerson;
    private final String reviewer;
    private @Nullable ChannelVisitor channel;

    Visitor(Grounds grounds, String user) {
        this.grounds = grounds;
        this.owner = new Owner(grounds.tenant(), user);
        var identity = grounds.identity();
        token = identity.token(new TokenRequest(owner.tenant(), user, AGENT, null, Set.of("support")));
        inPerson = identity.token(TokenRequest.person(owner.tenant(), user, "support"));
        reviewer = identity.token(TokenRequest.person(owner.tenant(), "fiona", "finance", "countersign-reviewer"));
    }

    Owner owner() {
        return owner;
    }

    String agent() {
        return AGENT;
    }

    String token() {
        return token;
    }

    /** Asks intake-service as the agent; a request that brings credentials of its own is sent as it is. */
    Reply ask(Ask ask) throws IOException {
        boolean says = ask.headers().stream().anyMatch(header -> header.name().equals("Authorization"));
        return askUnknown(says ? ask : ask.by(token));
    }

    Reply askUnknown(Ask ask) throws IOException {
        return grounds.http().send(grounds.intake(), ask);
    }

    Reply askInPerson(Ask ask) throws IOException {
        return askUnknown(ask.by(inPerson));
    }

    Reply query(Ask ask) throws IOException {
        return grounds.http().send(grounds.policyStream(), ask.by(token));
    }

    Reply review(Ask ask) throws IOException {
        return grounds.http().send(grounds.desk(), ask.by(reviewer));
    }

    /** Says one message on the channel, which is opened anew if it was closed. */
    Reply say(String message) throws InterruptedException {
        var open = channel;
        if (open == null || open.isClosed()) {
            open = new ChannelVisitor(webSockets, grounds.intake(), "", token, Map.of(), Grounds.PATIENCE);
            channel = open;
        }
        open.say(message);
        return Reply.of(open.next("answer"));
    }

    /** Publishes a record to the inbox; what becomes of it is asked for in the end. */
    Reply publish(String name, UnaryOperator<Intent.Builder> written) throws Exception {
        return grounds.inbox().publish(owner, AGENT, name, null, "Bearer " + token, written);
    }

    Reply publish(String name, String key, String credentials) throws Exception {
        return grounds.inbox().publish(owner, AGENT, name, key, credentials, intent -> intent);
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.close();
        }
        webSockets.shutdownNow();
    }
}
