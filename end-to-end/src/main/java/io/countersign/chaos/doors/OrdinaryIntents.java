package io.countersign.chaos.doors;

import io.countersign.contract.IntentIds;
import java.time.Duration;
import java.util.Optional;

/** What anybody may ask at any door, and gets: an intent that goes its way. */
final class OrdinaryIntents {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Findings findings;

    OrdinaryIntents(Findings findings) {
        this.findings = findings;
    }

    /** One at each door, of a user who has just written something else there. */
    void goTheirWay(Visitor visitor, String after) throws Exception {
        var echo = "{\"action\":\"door.echo\",\"parameters\":{}}";
        judge(
                "intents",
                visitor.ask(Ask.post("/v1/intents", echo).with("Prefer", "wait=20")),
                "/state",
                "SUCCEEDED",
                after);
        var chat = "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        judge("chat", visitor.ask(Ask.post("/v1/chat/completions", chat)), "/choices/0/finish_reason", "stop", after);
        var call = Ask.post(
                        "/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"door_echo\",\"arguments\":{}}}")
                .accepting("application/json, text/event-stream");
        judge("mcp", visitor.ask(call), "/result/structuredContent/state", "SUCCEEDED", after);
        var submit = visitor.say("{\"ref\":\"r\",\"submit\":" + echo + "}");
        judge("channel", submit, "/state", submit.json().path("state").asText("none"), after);
        inbox(visitor, after);
        var letters = visitor.review(Ask.get("/v1/letters?limit=1"));
        if (letters.status() != 200) {
            findings.violation("desk ordinary after %s: %s".formatted(after, letters));
        }
    }

    private void inbox(Visitor visitor, String after) throws Exception {
        var key = IntentIds.random();
        visitor.publish("inbox ordinary after " + after, intent -> intent.setId(key));
        var id = IntentIds.derived(visitor.owner(), visitor.agent(), key);
        long deadline = System.nanoTime() + Grounds.PATIENCE.toNanos();
        var found = visitor.ask(Ask.get("/v1/intents/" + id));
        while (found.status() == 404 && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE);
            found = visitor.ask(Ask.get("/v1/intents/" + id));
        }
        judge("inbox", found, "/id", id, after);
    }

    private void judge(String door, Reply reply, String member, String expected, String after) {
        findings.count("ordinary");
        var objection =
                reply.status() >= 300 || !reply.json().at(member).asText().equals(expected)
                        ? Optional.of("does not go its way")
                        : Optional.<String>empty();
        objection.ifPresent(
                words -> findings.violation("%s ordinary after %s: %s: %s".formatted(door, after, words, reply)));
    }
}
