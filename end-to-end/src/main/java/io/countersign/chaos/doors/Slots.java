package io.countersign.chaos.doors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.v1.Intent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Every place where a caller may write text, at every door. */
final class Slots {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENTS = "application/json, text/event-stream";

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
            asking("intents header-" + header, Format.PROBLEM, text -> echo().with(header, text));
        }
        asking("intents token", Format.PROBLEM, text -> echo().with("Authorization", "Bearer " + text));
        asking("intents credentials", Format.PROBLEM, text -> echo().with("Authorization", text));
        asking("intents header-name", Format.PROBLEM, text -> echo().with(text, "x"));
    }

    private void paths() {
        for (var before : List.of("/v1/intents/", "/v1/sessions/", "/v1/models/", "/v1/", "/")) {
            var format = before.contains("models") ? Format.OPENAI : Format.ANY;
            asking("paths " + before + "encoded", format, text -> Ask.get(before + encoded(text)));
            asking("paths " + before + "raw", Format.ANY, text -> Ask.get(before + text));
        }
        asking("paths DELETE-intent", Format.ANY, text -> Ask.delete("/v1/intents/" + encoded(text)));
        asking("paths DELETE-session", Format.ANY, text -> Ask.delete("/v1/sessions/" + encoded(text)));
        asking("paths events", Format.ANY, text -> Ask.get("/v1/intents/" + encoded(text) + "/events"));
        for (var query : List.of("state", "cursor", "limit", "unknown")) {
            asking("queries " + query, Format.PROBLEM, text -> Ask.get("/v1/intents?" + query + "=" + encoded(text)));
        }
        asking("queries raw", Format.ANY, text -> Ask.get("/v1/intents?" + text));
        asking("queries session", Format.PROBLEM, text -> Ask.get("/v1/actions?session=" + encoded(text)));
        asking(
                "streams Last-Event-ID",
                Format.PROBLEM,
                text -> Ask.get("/v1/intents/00000000-0000-7000-8000-000000000000/events")
                        .with("Last-Event-ID", text));
    }

    private void sessions() {
        BiFunction<String, String, Slot.Writing> session =
                (grant, more) -> (text, visitor) -> visitor.askInPerson(Ask.post(
                        "/v1/sessions",
                        "{\"grants\":[%s],\"agent\":\"bot\"%s}"
                                .formatted(grant.replace("%s", quoted(text)), more.replace("%s", quoted(text)))));
        add("sessions action", Format.PROBLEM, session.apply("{\"action\":%s}", ""));
        add("sessions when", Format.PROBLEM, session.apply("{\"action\":\"door.echo\",\"when\":%s}", ""));
        add("sessions ttl", Format.PROBLEM, session.apply("{\"action\":\"door.echo\"}", ",\"ttl\":%s"));
        add("sessions member", Format.PROBLEM, session.apply("{\"action\":\"door.echo\"}", ",%s:1"));
        add(
                "sessions agent",
                Format.PROBLEM,
                (text, visitor) -> visitor.askInPerson(Ask.post(
                        "/v1/sessions", "{\"grants\":[{\"action\":\"door.echo\"}],\"agent\":" + quoted(text) + "}")));
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
            asking("chat header-" + header, Format.OPENAI, text -> chat().with(header, text));
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
        asking("mcp body", Format.RPC, text -> Ask.post("/mcp", text).accepting(EVENTS));
        for (var header : List.of(
                "Mcp-Session-Id", "MCP-Protocol-Version", "Mcp-Method", "Mcp-Name", "Origin", "Countersign-Session")) {
            asking("mcp header-" + header, Format.RPC, text -> ping().with(header, text));
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
        asking("channel cursor", Format.ANY, text -> upgrade("/v1/channel?cursor=" + encoded(text)));
        asking(
                "channel Last-Event-ID",
                Format.ANY,
                text -> upgrade("/v1/channel").with("Last-Event-ID", text));
        add(
                "channel subprotocol",
                Format.ANY,
                (text, visitor) -> visitor.askUnknown(
                        upgrade("/v1/channel").with("Sec-WebSocket-Protocol", "countersign, bearer." + text)));
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
        add(
                "desk comment",
                Format.ANY,
                (text, visitor) -> visitor.review(Ask.post(
                        "/v1/letters/00000000-0000-3000-8000-000000000000/reviews",
                        "{\"decision\":\"REJECT\",\"expectedVersion\":1,\"comment\":" + quoted(text) + "}")));
        add(
                "desk decision",
                Format.ANY,
                (text, visitor) -> visitor.review(Ask.post(
                        "/v1/letters/00000000-0000-3000-8000-000000000000/reviews",
                        "{\"decision\":" + quoted(text) + ",\"expectedVersion\":1}")));
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

    private void chat(String name, String template) {
        asking(name, Format.OPENAI, text -> Ask.post("/v1/chat/completions", template.formatted(quoted(text))));
    }

    private void rpc(String name, String template) {
        asking(name, Format.RPC, text -> rpc(template.formatted(quoted(text))));
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

    private void add(String name, Format format, Slot.Writing writing) {
        slots.add(new Slot(name, format, writing));
    }

    private static Ask echo() {
        return Ask.post("/v1/intents", "{\"action\":\"door.echo\",\"parameters\":{}}");
    }

    private static Ask chat() {
        return Ask.post(
                "/v1/chat/completions", "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
    }

    private static Ask rpc(String message) {
        return Ask.post("/mcp", message).accepting(EVENTS).with("MCP-Protocol-Version", "2025-11-25");
    }

    private static Ask ping() {
        return rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
    }

    private static Ask upgrade(String target) {
        return Ask.get(target)
                .with("Upgrade", "websocket")
                .with("Connection", "Upgrade")
                .with("Sec-WebSocket-Version", "13")
                .with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    }

    /** The text as JSON has it. */
    static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Every byte by its number, but for letters and digits. */
    static String encoded(String text) {
        var encoded = new StringBuilder();
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            if (Character.isLetterOrDigit(next & 0xff) && next > 0) {
                encoded.append((char) next);
            } else {
                encoded.append('%').append(String.format("%02X", next & 0xff));
            }
        }
        return encoded.toString();
    }
}
