package io.countersign.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.stack.Port;
import io.countersign.stack.Service;
import io.countersign.stack.identity.TokenRequest;
import io.countersign.stack.launch.Launch;
import io.countersign.stack.process.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Whom and what the scenarios meet: agents, reviewers, the backend, and the running product. */
final class World {

    private static final String TENANT = "acme";
    private static final String AGENT = "demo-agent";

    private final Launch launch;
    private final DemoBackend backend;
    private final HttpClient client;

    World(Launch launch, DemoBackend backend, HttpClient client) {
        this.launch = launch;
        this.backend = backend;
        this.client = client;
    }

    DemoBackend backend() {
        return backend;
    }

    /** The agent of a user with these roles. */
    Agent agentOf(String user, String... roles) {
        var who = new TokenRequest(TENANT, user, AGENT, null, Set.of(roles));
        return new Agent(http(Port.INTAKE, who));
    }

    /** The same agent, but for that it speaks Kafka. */
    Publisher publisherOf(String user, String... roles) {
        var who = new TokenRequest(TENANT, user, AGENT, null, Set.of(roles));
        return new Publisher(
                kafka(),
                launch.address(Port.REGISTRY),
                launch.stack().identity().token(who));
    }

    /** What the agent of a user calls so will have this id. */
    static String idOf(String user, String key) {
        return IntentIds.derived(new Owner(TENANT, user), AGENT, key);
    }

    /** The user in person. */
    Person person(String user, String... roles) {
        return new Person(http(Port.INTAKE, TokenRequest.person(TENANT, user, roles)));
    }

    /** A reviewer of finance. */
    Desk finance() {
        return new Desk(http(
                Port.CONSOLE,
                TokenRequest.person(TENANT, "fiona", "finance", "countersign-reviewer", "countersign-auditor")));
    }

    /** A reviewer who operates the broker, and so sees letters that no tenant owns. */
    Desk operator() {
        return new Desk(http(
                Port.CONSOLE, TokenRequest.person(TENANT, "olga", "countersign-operator", "countersign-reviewer")));
    }

    /** Ends the executor as a crash would; the launcher starts it again. */
    void killExecutor() {
        launch.service(Service.EXECUTOR).kill();
    }

    String kafka() {
        return launch.address(Port.KAFKA);
    }

    /** Asks again and again, until the answer will do or the time is over; returns the last answer. */
    static <T> T until(Duration limit, Supplier<T> question, Predicate<T> enough) {
        var last = new Object() {
            T answer = question.get();
        };
        Await.until(limit, () -> {
            if (enough.test(last.answer)) {
                return true;
            }
            last.answer = question.get();
            return enough.test(last.answer);
        });
        return last.answer;
    }

    /** The desk's letter about an intent, once it is there. */
    static JsonNode letter(Desk desk, String intentId) {
        return until(Duration.ofSeconds(20), () -> desk.letter(intentId), letter -> !letter.isMissingNode());
    }

    /** The intent once it is in this state. */
    static Answer state(Agent agent, String intentId, String state, Duration limit) {
        return until(
                limit,
                () -> agent.intent(intentId),
                answer -> answer.text("state").equals(state));
    }

    private JsonHttp http(Port port, TokenRequest who) {
        return new JsonHttp(
                client,
                URI.create(launch.address(port)),
                launch.stack().identity().token(who));
    }
}
