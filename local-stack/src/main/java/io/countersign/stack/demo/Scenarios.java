package io.countersign.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.IdempotencyKey;
import io.countersign.contract.Topics;
import io.countersign.stack.demo.Scenario.Told;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the demo shows. Every scenario acts for a user of its own, so that none meets another's budget. */
final class Scenarios {

    private static final Duration SOON = Duration.ofSeconds(30);

    private Scenarios() {}

    /** Those that do not disturb each other, side by side. */
    static List<Scenario> together() {
        return List.of(
                new Scenario("look up an order", Scenarios::executed),
                new Scenario("refund 99.99, below the line", Scenarios::smallRefund),
                new Scenario("refunds of 99, one after another", Scenarios::manySmallRefunds),
                new Scenario("a mail after a stranger's mail and an order", Scenarios::untrustedInput),
                new Scenario("an injected agent in its task's session", Scenarios::injectedAgent),
                new Scenario("delete every row of customers", Scenarios::massDeletion),
                new Scenario("an action that is not in the catalogue", Scenarios::notInCatalogue),
                new Scenario("a refund whose amount is \"a lot\"", Scenarios::brokenParameters),
                new Scenario("refund 250, approved at the desk", Scenarios::heldAndApproved),
                new Scenario("refund 250.0, rejected at the desk", Scenarios::heldAndRejected),
                new Scenario("chat until the tokens are used up", Scenarios::budgetUsedUp),
                new Scenario("the opening hours, over budget", Scenarios::answered),
                new Scenario("the same question twice", Scenarios::cached),
                new Scenario("a report that prefers to wait", Scenarios::prefersToWait),
                new Scenario("a report that nobody finds", Scenarios::failsSafe),
                new Scenario("a label from a backend that fails twice", Scenarios::failsTwice),
                new Scenario("a warehouse that is out of order", Scenarios::failsForGood),
                new Scenario("the same id twice, then another body", Scenarios::sameId),
                new Scenario("an order looked up by way of Kafka", Scenarios::published),
                new Scenario("unreadable bytes on a topic", Scenarios::unreadable));
    }

    /** Those that break something on purpose, one after another. */
    static List<Scenario> alone() {
        return List.of(new Scenario("a payout whose executor is killed", Scenarios::executorKilled));
    }

    private static Told executed(World world) {
        var answer = world.agentOf("reader", "support").askAndWait("orders.read", "{\"order\":\"A1\"}", 20);
        return check(answer, 200, "SUCCEEDED", "approved and executed: " + answer.text("summary"));
    }

    private static Told smallRefund(World world) {
        var answer = world.agentOf(somebodyNew("refunder"), "support")
                .askAndWait("orders.refund", "{\"order\":\"A2\",\"amount\":99.99}", 20);
        return check(answer, 200, "SUCCEEDED", "approved and executed: " + answer.text("summary"));
    }

    private static Told manySmallRefunds(World world) {
        var agent = world.agentOf(somebodyNew("splitter"), "support");
        var approved = new ArrayList<Answer>();
        var refund = "{\"order\":\"A8\",\"amount\":99}";
        var answer = agent.ask("orders.refund", refund);
        while (!answer.text("state").equals("HELD") && approved.size() < 10) {
            approved.add(answer);
            answer = agent.ask("orders.refund", refund);
        }
        boolean executed = approved.stream()
                .allMatch(one -> World.state(agent, one.id(), "SUCCEEDED", SOON)
                        .text("state")
                        .equals("SUCCEEDED"));
        return executed && approved.size() == 5
                ? checkHeld(answer, "5 executed, the sixth is held: ")
                : Told.badly(approved.size() + " approved, then " + answer.verdict() + ": " + answer.because());
    }

    private static Told untrustedInput(World world) {
        var agent = world.agentOf(somebodyNew("triager"), "support");
        var mail = "{\"to\":\"ana@example.com\",\"subject\":\"Your order\",\"body\":\"It is on its way.\"}";
        var before = agent.askAndWait("mail.send", mail, 20);
        var read = agent.askAndWait("mail.read", "{\"mailbox\":\"support\"}", 20);
        var order = agent.askAndWait("orders.read", "{\"order\":\"A9\"}", 20);
        boolean done = List.of(before, read, order).stream()
                .allMatch(answer -> answer.text("state").equals("SUCCEEDED"));
        return done
                ? checkHeld(agent.ask("mail.send", mail), "held: ")
                : Told.badly(before.verdict() + ", " + read.verdict() + ", " + order.verdict());
    }

    /** A mail has told the agent to forward another one to a stranger: the tool is right, the recipient is not. */
    private static Told injectedAgent(World world) {
        var opened = world.person("casey", "support")
                .opens("mail.forward", "parameters.to.endsWith('@carrier.example.com')");
        var agent = world.agentOf("casey", "support");
        var session = Map.<String, Object>of("session", opened.text("session"));
        var stranger =
                agent.ask("mail.forward", "{\"mail\":\"C-1\",\"to\":\"eve@elsewhere.example.com\"}", session, Map.of());
        var right = agent.ask(
                "mail.forward",
                "{\"mail\":\"C-1\",\"to\":\"claims@carrier.example.com\"}",
                session,
                Map.of("Prefer", "wait=20"));
        boolean executed = opened.status() == 201 && right.text("state").equals("SUCCEEDED");
        return executed
                ? check(stranger, 403, "NOT_GRANTED", "to the carrier: executed; to a stranger: " + stranger.because())
                : Told.badly(opened.status() + " " + opened.because() + ", then " + right.verdict());
    }

    private static Told massDeletion(World world) {
        var answer = world.agentOf("cleaner", "support").ask("db.delete", "{\"table\":\"customers\"}");
        return check(answer, 403, "RULE", "refused: " + answer.because());
    }

    private static Told notInCatalogue(World world) {
        var answer = world.agentOf("dreamer", "support").ask("orders.teleport", "{}");
        return check(answer, 404, "UNKNOWN_ACTION", "refused: " + answer.because());
    }

    private static Told brokenParameters(World world) {
        var answer =
                world.agentOf("mumbler", "support").ask("orders.refund", "{\"order\":\"A3\",\"amount\":\"a lot\"}");
        return check(answer, 422, "INVALID_PARAMETERS", "refused: " + answer.because());
    }

    private static Told heldAndApproved(World world) {
        var agent = world.agentOf("ana", "support");
        var asked = agent.ask("orders.refund", "{\"order\":\"A4\",\"amount\":250}");
        var desk = world.finance();
        var review = desk.decide(World.letter(desk, asked.id()), "APPROVE", "the customer called");
        var end = World.state(agent, asked.id(), "SUCCEEDED", SOON);
        boolean held = asked.text("state").equals("HELD") && review.status() == 200;
        return held
                ? check(end, 200, "SUCCEEDED", "held, approved by fiona, executed: " + end.text("summary"))
                : Told.badly(asked.verdict() + ", then " + review.verdict());
    }

    private static Told heldAndRejected(World world) {
        var agent = world.agentOf("ben", "support");
        var asked = agent.ask("orders.refund", "{\"order\":\"A5\",\"amount\":250.0}");
        var desk = world.finance();
        var review = desk.decide(World.letter(desk, asked.id()), "REJECT", "the parcel did arrive");
        var end = World.state(agent, asked.id(), "REJECTED", SOON);
        boolean held = asked.text("state").equals("HELD") && review.status() == 200;
        return held
                ? check(end, 200, "REJECTED", end.because())
                : Told.badly(asked.verdict() + ", then " + review.verdict());
    }

    private static Told budgetUsedUp(World world) {
        var agent = world.agentOf(somebodyNew("chatty"), "support");
        for (int asked = 1; asked <= 20; asked++) {
            var chat = chat("Tell me long story number " + asked);
            var answer = agent.ask("llm.chat", chat, Map.of("maxTokens", 600), Map.of("Prefer", "wait=20"));
            if (answer.status() != 200) {
                boolean told = answer.headers().firstValue("Retry-After").isPresent();
                return told
                        ? check(
                                answer,
                                429,
                                "OVER_BUDGET",
                                "answered " + (asked - 1) + " times, then: " + answer.because())
                        : Told.badly("no Retry-After: " + answer.verdict());
            }
        }
        return Told.badly("20 answers, and no end of the budget");
    }

    /** The answer is the policy's: it takes no tokens, so that it does not matter that far too many are asked for. */
    private static Told answered(World world) {
        var agent = world.agentOf("curious", "support");
        var question = chat("What are your opening hours?");
        var answer = agent.ask("llm.chat", question, Map.of("maxTokens", 100_000), Map.of("Prefer", "wait=20"));
        var told = answer.body().at("/result/choices/0/message/content").asText();
        boolean called =
                answer.body().path("attempt").asInt() > 0 || answer.body().has("usage");
        return told.equals("Nine to five, Monday to Friday.") && !called
                ? check(answer, 200, "SUCCEEDED", "no call, no tokens: " + told)
                : Told.badly(answer.verdict() + ": " + answer.body());
    }

    /** The second time nobody is called, and no tokens are used. */
    private static Told cached(World world) {
        var agent = world.agentOf(somebodyNew("forgetful"), "support");
        var first = agent.askAndWait("llm.chat", chat("What is a countersign?"), 20);
        var second = World.until(
                SOON,
                () -> agent.askAndWait("llm.chat", chat("What is a countersign?"), 20),
                answer -> answer.body().path("cached").asBoolean());
        var used = second.body().path("usage").path("outputTokens").asInt(-1);
        boolean same = second.body().path("cached").asBoolean()
                && first.body().path("result").equals(second.body().path("result"));
        return same && used == 0
                ? check(second, 200, "SUCCEEDED", "answered from the cache the second time: no call, no tokens")
                : Told.badly(first.verdict() + ", then " + second.verdict() + ": " + second.body());
    }

    /** The policy has an answer for it, so that nobody has to look at the failure. */
    private static Told failsSafe(World world) {
        var agent = world.agentOf(somebodyNew("hurried"), "support");
        var answer = agent.askAndWait("reports.summarize", "{\"report\":\"" + DemoBackend.LOST_REPORT + "\"}", 20);
        var message = answer.body().path("result").path("message").asText();
        boolean marked = answer.body().path("fallback").asBoolean();
        return marked && message.startsWith("No summary can be made")
                ? check(answer, 200, "SUCCEEDED", "failed, and answered by the policy: " + message)
                : Told.badly(answer.verdict() + ": " + answer.body());
    }

    private static Told prefersToWait(World world) {
        var agent = world.agentOf(somebodyNew("patient"), "support");
        for (int asked = 0; asked < 4; asked++) {
            var answer =
                    agent.ask("reports.summarize", "{\"report\":\"2026-Q3\"}", Map.of("onQuota", "DEFER"), Map.of());
            if (answer.text("state").equals("DEFERRED")) {
                var end = World.state(agent, answer.id(), "SUCCEEDED", SOON);
                return check(end, 200, "SUCCEEDED", "deferred, and executed when its window opened");
            }
        }
        return Told.badly("nothing was deferred");
    }

    private static Told failsTwice(World world) {
        var answer = world.agentOf("shipper", "support")
                .askAndWait("shipping.label", "{\"order\":\"A6\",\"carrier\":\"dhl\"}", 60);
        var attempts = answer.body().path("attempt").asInt();
        return attempts == 3
                ? check(answer, 200, "SUCCEEDED", "failed twice, executed at attempt 3")
                : Told.badly(answer.verdict() + " at attempt " + attempts);
    }

    private static Told failsForGood(World world) {
        var agent = world.agentOf("stock", "support");
        var dead = agent.askAndWait("inventory.sync", "{\"warehouse\":\"W1\"}", 60);
        world.backend().openWarehouse();
        var desk = world.finance();
        var letter = World.until(
                SOON,
                () -> desk.letter(dead.id()),
                one -> one.path("state").asText().equals("DEAD"));
        var review = desk.decide(letter, "RETRY", "the warehouse is open again");
        var end = World.state(agent, dead.id(), "SUCCEEDED", SOON);
        boolean retried = dead.text("state").equals("DEAD") && review.status() == 200;
        return retried
                ? check(end, 200, "SUCCEEDED", "dead after 2 attempts, retried from the desk, executed")
                : Told.badly(dead.verdict() + ", then " + review.verdict() + " " + review.because());
    }

    private static Told sameId(World world) {
        var agent = world.agentOf("stutterer", "support");
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString(), "Prefer", "wait=20");
        var first = agent.ask("echo", "{\"say\":\"once\"}", Map.of(), key);
        var second = agent.ask("echo", "{\"say\":\"once\"}", Map.of(), key);
        var other = agent.ask("echo", "{\"say\":\"twice\"}", Map.of(), key);
        boolean same = !first.id().isEmpty() && first.id().equals(second.id());
        return same && second.text("state").equals("SUCCEEDED")
                ? check(other, 422, "ID_REUSED", "one intent, one answer; another body is refused")
                : Told.badly(first.verdict() + ", " + second.verdict() + ", " + other.verdict());
    }

    private static Told published(World world) {
        var user = somebodyNew("publisher");
        var key = UUID.randomUUID().toString();
        world.publisherOf(user, "support").publish(key, "orders.read", "{\"order\": \"A3\"}");
        var answer = World.state(world.agentOf(user, "support"), World.idOf(user, key), "SUCCEEDED", SOON);
        return check(answer, 200, "SUCCEEDED", "approved and executed: " + answer.text("summary"));
    }

    private static Told unreadable(World world) {
        var bytes = ("not a record " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
        var settings = new Properties();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, world.kafka());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.SUBMITTED, "nobody".getBytes(StandardCharsets.UTF_8), bytes));
        }
        var desk = world.operator();
        var expected = Base64.getEncoder().encodeToString(bytes);
        var letter = World.until(
                SOON,
                () -> desk.find("category=UNREADABLE"),
                one -> rawValue(one).equals(expected));
        return rawValue(letter).equals(expected)
                ? Told.well("at the desk, with the same " + bytes.length + " bytes")
                : Told.badly("the letter never came");
    }

    private static Told executorKilled(World world) {
        var agent = world.agentOf("payer", "support");
        var asked = agent.ask("payments.payout", "{\"account\":\"DE02120300000000202051\",\"amount\":49.9}");
        var key = IdempotencyKey.of("acme", "payer", asked.id());
        boolean called = World.until(SOON, () -> world.backend().calls("/payouts", key), calls -> calls > 0) > 0;
        world.killExecutor();
        var end = World.state(agent, asked.id(), "UNKNOWN", Duration.ofSeconds(60));
        int effects = world.backend().calls("/payouts", key);
        return called && effects == 1
                ? check(end, 200, "UNKNOWN", "UNKNOWN, for a person to decide; the money went out once")
                : Told.badly(end.verdict() + " after " + effects + " calls");
    }

    private static String chat(String question) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"}]}";
    }

    private static String rawValue(JsonNode letter) {
        return letter.path("origin").path("rawValue").asText();
    }

    /** Of whom nothing was approved within a day, however often the demo is played. */
    private static String somebodyNew(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Held, with the reason that the rule gave. */
    private static Told checkHeld(Answer answer, String story) {
        var reason = answer.body().path("reasons").path(0).path("message").asText();
        return check(answer, 202, "HELD", story + reason);
    }

    private static Told check(Answer answer, int status, String verdict, String story) {
        boolean well = answer.status() == status && answer.verdict().equals(verdict);
        return well ? Told.well(story) : Told.badly(answer.status() + " " + answer.verdict() + ": " + answer.because());
    }
}
