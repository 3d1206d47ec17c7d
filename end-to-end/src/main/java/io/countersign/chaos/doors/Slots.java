package io.countersign.chaos.doors;

import static io.countersign.chaos.doors.Texts.encoded;
import static io.countersign.chaos.doors.Texts.quoted;

import io.countersign.v1.Intent;
import java.util.ArrayList;
import java.util.List;

/** Where a text is written: places of agents, users and reviewers, but none of operators or of forms. */
final class Slots {

    private final List<Slot> slots = new ArrayList<>();

    private Slots() {
        submissions();
        paths();
        sessions();
        chats();
        tools();
        channel();
        inbox();
        desk();
        queries();
    }

    static List<Slot> all() {
        return List.copyOf(new Slots().slots);
    }

    private void submissions() {
        body("intents action", "{\"action\":%s,\"parameters\":{}}");
        body("intents value", "{\"action\":\"door.echo\",\"parameters\":{\"x\":%s}}");
        body("intents member-of-parameters", "{\"action\":\"door.echo\",\"parameters\":{%s:1}}");
        body("intents held", "{\"action\":\"door.held\",\"parameters\":{\"x\":%1$s},\"justification\":%1$s}");
        body("intents member", "{\"action\":\"door.echo\",\"parameters\":{},%s:1}");
        body("intents parameters", "{\"action\":\"door.echo\",\"parameters\":%s}");
        for (var member : List.of("session", "model", "justification", "deadline", "onQuota", "maxTokens", "private")) {
            body("intents " + member, "{\"action\":\"door.echo\",\"parameters\":{},\"" + member + "\":%s}");
        }
        asking("intents body", Format.PROBLEM, text -> Ask.post("/v1/intents", text));
        for (var header : List.of(
                "Idempotency-Key",
                "Prefer",
                "Content-Type",
                "Accept",
                "traceparent",
                "tracestate",
                "Cookie",
                "Origin")) {
            inHead(
                    "intents header-" + header,
                    Format.PROBLEM,
                    text -> Asks.echo().with(header, text));
        }
        inHead("intents token", Format.PROBLEM, text -> Asks.echo().with("Authorization", "Bearer " + text));
        inHead("intents credentials", Format.PROBLEM, text -> Asks.echo().with("Authorization", text));
        inHead("intents header-name", Format.PROBLEM, text -> Asks.echo().with(text, "x"));
    }

    private void paths() {
        for (var before : List.of("/v1/intents/", "/v1/sessions/", "/v1/models/", "/v1/", "/")) {
            var format = before.contains("models") ? Format.OPENAI : Format.ANY;
            asking("paths " + before + "encoded", format, text -> Ask.get(before + encoded(text)));
            inHead("paths " + before + "raw", Format.ANY, text -> Ask.get(before + text));
        }
        asking("paths DELETE-intent", Format.ANY, text -> Ask.delete("/v1/intents/" + encoded(text)));
        asking("paths DELETE-session", Format.ANY, text -> Ask.delete("/v1/sessions/" + encoded(text)));
        asking("paths events", Format.ANY, text -> Ask.get("/v1/intents/" + encoded(text) + "/events"));
        for (var query : List.of("state", "cursor", "limit", "unknown")) {
            asking("queries " + query, Format.PROBLEM, text -> Ask.get("/v1/intents?" + query + "=" + encoded(text)));
        }
        inHead("queries raw", Format.ANY, text -> Ask.get("/v1/intents?" + text));
        asking("queries session", Format.PROBLEM, text -> Ask.get("/v1/actions?session=" + encoded(text)));
        inHead(
                "streams Last-Event-ID",
                Format.PROBLEM,
                text -> Ask.get("/v1/intents/00000000-0000-7000-8000-000000000000/events")
                        .with("Last-Event-ID", text));
    }

    private void sessions() {
        session("sessions action", "{\"grants\":[{\"action\":%s}],\"agent\":\"bot\"}");
        session("sessions when", "{\"grants\":[{\"action\":\"door.echo\",\"when\":%s}],\"agent\":\"bot\"}");
        session("sessions ttl", "{\"grants\":[{\"action\":\"door.echo\"}],\"agent\":\"bot\",\"ttl\":%s}");
        session("sessions member", "{\"grants\":[{\"action\":\"door.echo\"}],\"agent\":\"bot\",%s:1}");
        session("sessions agent", "{\"grants\":[{\"action\":\"door.echo\"}],\"agent\":%s}");
    }

    private void chats() {
        chat("chat content", "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":%s}]}");
        chat(
                "chat streamed",
                "{\"model\":\"small\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":%s}]}");
        chat("chat model", "{\"model\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        chat("chat role", "{\"model\":\"small\",\"messages\":[{\"role\":%s,\"content\":\"x\"}]}");
        for (var member : List.of("user", "stream", "max_tokens", "stream_options", "tools", "n")) {
            chat(
                    "chat " + member,
                    "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"" + member + "\":%s}");
        }
        asking("chat body", Format.OPENAI, text -> Ask.post("/v1/chat/completions", text));
        for (var header : List.of("Idempotency-Key", "Countersign-Session")) {
            inHead(
                    "chat header-" + header,
                    Format.OPENAI,
                    text -> Asks.chat("x").with(header, text));
        }
    }

    private void tools() {
        rpc("mcp method", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":%s}");
        rpc("mcp id", "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"ping\"}");
        rpc("mcp version", "{\"jsonrpc\":%s,\"id\":1,\"method\":\"ping\"}");
        rpc(
                "mcp revision",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":%1$s,\"capabilities\":{},\"clientInfo\":{\"name\":%1$s,\"version\":\"1\"}}}");
        tool("mcp tool", "{\"name\":%s,\"arguments\":{}}");
        tool("mcp argument", "{\"name\":\"door_echo\",\"arguments\":{\"x\":%s}}");
        tool("mcp argument-name", "{\"name\":\"door_echo\",\"arguments\":{%s:1}}");
        tool("mcp arguments", "{\"name\":\"door_echo\",\"arguments\":%s}");
        tool("mcp status", "{\"name\":\"countersign_status\",\"arguments\":{\"id\":%s}}");
        tool("mcp cancel", "{\"name\":\"countersign_cancel\",\"arguments\":{\"id\":%s}}");
        tool(
                "mcp meta",
                "{\"name\":\"door_echo\",\"arguments\":{},\"_meta\":{\"io.countersign/intent\":{\"justification\":%1$s,\"idempotencyKey\":%1$s}}}");
        asking("mcp body", Format.RPC, Asks::rpc);
        for (var header : List.of(
                "Mcp-Session-Id", "MCP-Protocol-Version", "Mcp-Method", "Mcp-Name", "Origin", "Countersign-Session")) {
            inHead("mcp header-" + header, Format.RPC, text -> ping().with(header, text));
        }
    }

    private void channel() {
        saying("channel text", "%s");
        saying("channel ref", "{\"ref\":%s,\"submit\":{\"action\":\"door.echo\",\"parameters\":{}}}");
        saying("channel action", "{\"ref\":\"r\",\"submit\":{\"action\":%s,\"parameters\":{}}}");
        saying("channel value", "{\"ref\":\"r\",\"submit\":{\"action\":\"door.echo\",\"parameters\":{\"x\":%s}}}");
        saying("channel key", "{\"ref\":\"r\",\"submit\":{\"action\":\"door.echo\",\"parameters\":{}},\"key\":%s}");
        saying("channel cancel", "{\"ref\":\"r\",\"cancel\":%s}");
        saying("channel member", "{\"ref\":\"r\",%s:1}");
        add("channel message", Format.PROBLEM, (text, visitor) -> visitor.say(text));
        asking("channel cursor", Format.ANY, text -> Asks.upgrade("/v1/channel?cursor=" + encoded(text)));
        inHead(
                "channel Last-Event-ID",
                Format.ANY,
                text -> Asks.upgrade("/v1/channel").with("Last-Event-ID", text));
        slots.add(new Slot(
                "channel subprotocol",
                Format.ANY,
                true,
                (text, visitor) -> visitor.askUnknown(
                        Asks.upgrade("/v1/channel").with("Sec-WebSocket-Protocol", "countersign, bearer." + text))));
    }

    private void inbox() {
        publishing("inbox action", Intent.Builder::setAction);
        publishing("inbox parameters", Intent.Builder::setParameters);
        publishing("inbox value", (intent, text) -> intent.setParameters("{\"x\":" + quoted(text) + "}"));
        publishing("inbox id", Intent.Builder::setId);
        publishing("inbox session", Intent.Builder::setSession);
        publishing("inbox model", Intent.Builder::setModel);
        publishing("inbox justification", Intent.Builder::setJustification);
        publishing("inbox tenant", Intent.Builder::setTenant);
        publishing("inbox user", Intent.Builder::setUser);
        publishing("inbox agent", Intent.Builder::setAgent);
        publishing("inbox team", Intent.Builder::setTeam);
        publishing("inbox roles", (intent, text) -> intent.setRoles(List.of(text)));
        publishing("inbox replyTo", Intent.Builder::setReplyTo);
        add(
                "inbox key",
                Format.PROBLEM,
                (text, visitor) -> visitor.publish("inbox key " + quoted(text), text, "Bearer " + visitor.token()));
        add(
                "inbox token",
                Format.PROBLEM,
                (text, visitor) -> visitor.publish("inbox token " + quoted(text), "k", text));
    }

    private void desk() {
        for (var query : List.of("q", "state", "category", "tenant", "user", "action", "cursor", "limit", "for")) {
            add(
                    "desk " + query,
                    Format.ANY,
                    (text, visitor) -> visitor.review(Ask.get("/v1/letters?" + query + "=" + encoded(text))));
        }
        add(
                "desk page-q",
                Format.ANY,
                (text, visitor) ->
                        visitor.review(Ask.get("/letters?q=" + encoded(text)).accepting("text/html,*/*;q=0.8")));
        add("desk letter", Format.ANY, (text, visitor) -> visitor.review(Ask.get("/v1/letters/" + encoded(text))));
        reviewing("desk comment", "{\"decision\":\"REJECT\",\"expectedVersion\":1,\"comment\":%s}");
        reviewing("desk decision", "{\"decision\":%s,\"expectedVersion\":1}");
    }

    private void queries() {
        for (var target : List.of(
                "/v1/intents/%s",
                "/v1/intents/00000000-0000-7000-8000-000000000000?minVersion=%s",
                "/v1/intents?cursor=%s",
                "/v1/intents?state=%s",
                "/v1/actions?session=%s",
                "/v1/policy/versions/%s")) {
            add(
                    "queries-api " + target,
                    Format.ANY,
                    (text, visitor) -> visitor.query(Ask.get(target.replace("%s", encoded(text)))));
        }
    }

    /** What may be written into a record of the inbox. */
    private interface Field {
        Intent.Builder set(Intent.Builder intent, String text);
    }

    private void publishing(String name, Field field) {
        add(
                name,
                Format.PROBLEM,
                (text, visitor) -> visitor.publish(name + " " + quoted(text), intent -> field.set(intent, text)));
    }

    private void body(String name, String template) {
        asking(name, Format.PROBLEM, text -> Ask.post("/v1/intents", template.formatted(quoted(text))));
    }

    private void session(String name, String template) {
        add(
                name,
                Format.PROBLEM,
                (text, visitor) -> visitor.askInPerson(Ask.post("/v1/sessions", template.formatted(quoted(text)))));
    }

    private void reviewing(String name, String template) {
        add(
                name,
                Format.ANY,
                (text, visitor) -> visitor.review(Ask.post(
                        "/v1/letters/00000000-0000-3000-8000-000000000000/reviews", template.formatted(quoted(text)))));
    }

    private void chat(String name, String template) {
        asking(name, Format.OPENAI, text -> Ask.post("/v1/chat/completions", template.formatted(quoted(text))));
    }

    private void rpc(String name, String template) {
        asking(name, Format.RPC, text -> Asks.rpc(template.formatted(quoted(text))));
    }

    private void tool(String name, String params) {
        rpc(name, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":" + params + "}");
    }

    private void saying(String name, String template) {
        add(name, Format.PROBLEM, (text, visitor) -> visitor.say(template.formatted(quoted(text))));
    }

    /** Makes a request of a text. */
    private interface Asking {
        Ask of(String text);
    }

    private void asking(String name, Format format, Asking asking) {
        add(name, format, (text, visitor) -> visitor.ask(asking.of(text)));
    }

    /** What is written into the head as it is may make it hardly HTTP. */
    private void inHead(String name, Format format, Asking asking) {
        slots.add(new Slot(name, format, true, (text, visitor) -> visitor.ask(asking.of(text))));
    }

    private void add(String name, Format format, Slot.Writing writing) {
        slots.add(new Slot(name, format, false, writing));
    }

    private static Ask ping() {
        return Asks.rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
    }
}
