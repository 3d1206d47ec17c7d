package io.countersign.chaos.doors;

import java.nio.charset.StandardCharsets;

/** What many callers ask, as it should be. */
public final class Asks {

    private Asks() {}

    /** For an intent that says back what it was given: nothing. */
    public static Ask echo() {
        return Ask.post("/v1/intents", "{\"action\":\"door.echo\",\"parameters\":{}}");
    }

    /** The small model something. */
    public static Ask chat(String content) {
        return Ask.post(
                "/v1/chat/completions",
                "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":%s}]}"
                        .formatted(Texts.quoted(content)));
    }

    /** With a message of MCP, or what is said to be one. */
    public static Ask rpc(byte[] message) {
        return Ask.post("/mcp", message)
                .accepting("application/json, text/event-stream")
                .with("MCP-Protocol-Version", "2025-11-25");
    }

    public static Ask rpc(String message) {
        return rpc(message.getBytes(StandardCharsets.UTF_8));
    }

    /** That the connection becomes a WebSocket. */
    public static Ask upgrade(String target) {
        return Ask.get(target)
                .with("Upgrade", "websocket")
                .with("Connection", "Upgrade")
                .with("Sec-WebSocket-Version", "13")
                .with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    }
}
