package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.countersign.chaos.DoorsChaos;
import io.countersign.chaos.Product;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.endtoend.isolation.Isolation;
import io.countersign.endtoend.isolation.Place;
import io.countersign.stack.Installation;
import io.countersign.stack.identity.TokenRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All doors of the whole product at once: who gets in, what is said to whom, and what may be said to them. */
@SuppressWarnings("NullAway.Init") // BeforeAll sets the fields
@ExtendWith(SharedProduct.Giver.class)
final class DoorsIT {

    private static final int PIECES = 3;

    /** Nobody listens there. */
    private static final Map<String, String> AT_NOBODYS =
            Map.of("COUNTERSIGN_URL", "http://127.0.0.1:2", "COUNTERSIGN_TOKEN", "a-token");

    private static Product product;

    @BeforeAll
    static void begin(SharedProduct shared) {
        product = shared.with(SharedProduct.DOORS);
        shared.model().answersIn(PIECES, Duration.ofMillis(5));
    }

    @Test
    void what_is_anas_is_told_to_nobody_else_at_any_call_of_any_door() throws Exception {
        try (var isolation = Isolation.of(
                product.stack(),
                new Place(product.intake(), "/openapi"),
                new Place(product.policyStream(), "/q/openapi"),
                new Place(product.desk(), "/q/openapi"))) {
            assertThat(isolation.forgotten()).as("calls that no row tries").isEmpty();
            assertThat(isolation.gone()).as("rows about calls that are gone").isEmpty();

            var lines = isolation.run();

            System.out.println(String.join("\n", lines.all()));
            assertThat(lines.wrong()).isEmpty();
        }
    }

    @Test
    void the_example_with_the_jdk_alone_follows_an_intent_to_its_end() throws Exception {
        assertThat(javaAgent("java-key").lines())
                .anyMatch(line -> line.startsWith("state "))
                .last()
                .asString()
                .startsWith("end ")
                .contains("\"state\":\"SUCCEEDED\"");
    }

    @Test
    void the_example_with_curl_alone_tells_the_same() throws Exception {
        assumeTrue(Program.isWanted("curl"), "there is no curl");

        var curl = Program.run(
                Program.example("curl"), agent(), List.of("bash", "ask.sh", "door.echo", "{\"n\":1}", "one-key"));

        var java = javaAgent("one-key").lines().toList();
        assertThat(curl.lines())
                .as("one key, one intent")
                .startsWith(java.getFirst())
                .endsWith(java.getLast());
    }

    @Test
    void the_example_with_the_jdk_alone_says_in_a_line_what_is_wrong() throws Exception {
        var command = List.of(Installation.java(), "Agent.java");
        var folder = Program.example("java-agent");

        Program.end(folder, Map.of(), command).complains(2, "usage: ");
        Program.end(folder, agent("no-token"), List.of(Installation.java(), "Agent.java", "door.echo"))
                .complains(2, "UNAUTHENTICATED");
        Program.end(folder, AT_NOBODYS, List.of(Installation.java(), "Agent.java", "door.echo"))
                .complains(2, "no door at http://127.0.0.1:2: ");
    }

    @Test
    void the_example_with_curl_alone_says_what_is_wrong() throws Exception {
        assumeTrue(Program.isWanted("curl"), "there is no curl");
        var folder = Program.example("curl");

        Program.end(folder, Map.of(), List.of("bash", "ask.sh")).complains(2, "usage: ");
        Program.end(folder, agent("no-token"), List.of("bash", "ask.sh", "door.echo"))
                .complains(2, "UNAUTHENTICATED");
        Program.end(folder, AT_NOBODYS, List.of("bash", "ask.sh", "door.echo"))
                .complains(2, "no door at http://127.0.0.1:2: ");
    }

    private static String javaAgent(String key) throws Exception {
        return Program.run(
                Program.example("java-agent"),
                agent(),
                List.of(Installation.java(), "Agent.java", "door.echo", "{\"n\":1}", key));
    }

    private static Map<String, String> agent() {
        var token = product.stack()
                .identity()
                .token(new TokenRequest(Product.TENANT, "exa", "bot", null, Set.of("support")));
        return agent(token);
    }

    private static Map<String, String> agent(String token) {
        return Map.of("COUNTERSIGN_URL", product.intake().url().toString(), "COUNTERSIGN_TOKEN", token);
    }

    /** The short form of {@code ./countersign chaos doors}. */
    @Test
    void whatever_is_written_at_any_door_is_answered_clearly_and_what_is_ordinary_goes_its_way() throws Exception {
        var outcome = DoorsChaos.strike(product, DoorsChaos.Plan.inShort());

        assertThat(outcome.violations()).isEmpty();
        assertThat(outcome.findings().counts())
                .containsKeys("intents", "sessions", "chat", "mcp", "channel", "inbox", "desk", "path-tricks");
    }

    @Test
    void the_trace_that_a_caller_begins_is_in_every_record_of_its_intent() throws Exception {
        var calls = new TracedCalls(product);
        var asked = "0af7651916cd43dd8448eb211c80319c";

        calls.chat("tracy", asked);
        calls.approve("tom", calls.held("tom", asked));

        try (var log = product.topics()) {
            var traces = new Traces(log, "llm.chat", "door.held");
            assertThat(traces.of(new Owner(Product.TENANT, "tracy")))
                    .containsOnlyKeys(
                            Topics.SUBMITTED,
                            Topics.approved("llm.chat"),
                            Topics.OUTCOMES,
                            Topics.OUTPUT,
                            Topics.EVENTS,
                            Topics.CONTENTS,
                            Topics.REPLIES)
                    .allSatisfy((topic, found) -> assertThat(found).as(topic).containsExactly(asked));
            var held = traces.of(new Owner(Product.TENANT, "tom"));
            // A review is a call of somebody else's, with a trace of its own, which its reply has too.
            assertThat(held.remove(Topics.REVIEWS)).hasSize(1).doesNotContain(asked, "none");
            assertThat(held.remove(Topics.REPLIES)).hasSize(2).contains(asked).doesNotContain("none");
            assertThat(held)
                    .containsOnlyKeys(
                            Topics.SUBMITTED,
                            Topics.DEAD_LETTER,
                            Topics.approved("door.held"),
                            Topics.OUTCOMES,
                            Topics.EVENTS,
                            Topics.CONTENTS)
                    .allSatisfy((topic, found) -> assertThat(found).as(topic).containsExactly(asked));
        }
    }
}
