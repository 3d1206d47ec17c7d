package io.countersign.chaos.doors;

import io.countersign.contract.IntentIds;
import java.io.IOException;
import java.time.Duration;

/** What anybody may ask at any door, and gets: an intent that goes its way. */
final class OrdinaryIntents {

    private static final String SUCCEEDED = "SUCCEEDED";
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Findings findings;

    OrdinaryIntents(Findings findings) {
        this.findings = findings;
    }

    /** One at each door, of a user who has just written something else there. */
    void goTheirWay(Visitor visitor, String after) throws Exception {
        judge("intents", visitor.ask(Asks.echo().with("Prefer", "wait=20")), "/state", SUCCEEDED, after);
        judge("chat", visitor.ask(Asks.chat("x")), "/choices/0/finish_reason", "stop", after);
        var call = Asks.rpc(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"door_echo\",\"arguments\":{}}}");
        judge("mcp", visitor.ask(call), "/result/structuredContent/state", SUCCEEDED, after);
        judge("channel", channel(visitor), "/state", SUCCEEDED, after);
        judge("inbox", inbox(visitor, after), "/state", SUCCEEDED, after);
        var letters = visitor.review(Ask.get("/v1/letters?limit=1"));
        if (letters.status() != 200) {
            findings.violation("desk ordinary after %s: %s".formatted(after, letters));
        }
    }

    private static Reply channel(Visitor visitor) throws IOException, InterruptedException {
        var taken = visitor.say("{\"ref\":\"r\",\"submit\":{\"action\":\"door.echo\",\"parameters\":{}}}");
        var id = taken.json().path("id").asText();
        return id.isEmpty() ? taken : ended(visitor, id);
    }

    private static Reply inbox(Visitor visitor, String after) throws Exception {
        var key = IntentIds.random();
        visitor.publish("inbox ordinary after " + after, intent -> intent.setId(key));
        return ended(visitor, IntentIds.derived(visitor.owner(), visitor.agent(), key));
    }

    /** The intent when it has gone its way, or when the time is over. */
    private static Reply ended(Visitor visitor, String id) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Grounds.PATIENCE.toNanos();
        var intent = visitor.ask(Ask.get("/v1/intents/" + id));
        while (!intent.json().path("state").asText().equals(SUCCEEDED) && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE);
            intent = visitor.ask(Ask.get("/v1/intents/" + id));
        }
        return intent;
    }

    private void judge(String door, Reply reply, String member, String expected, String after) {
        findings.count("ordinary");
        boolean answered = reply.status() >= 200 && reply.status() < 300 && reply.whole();
        if (!answered || !reply.json().at(member).asText().equals(expected)) {
            findings.violation("%s ordinary after %s: does not go its way: %s".formatted(door, after, reply));
        }
    }
}
