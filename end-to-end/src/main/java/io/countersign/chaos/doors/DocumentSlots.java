package io.countersign.chaos.doors;

import io.countersign.chaos.doors.Document.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Where documents are put: each is the body of the calls by which agents, users and reviewers bring JSON, a message of a channel,
 * the parameters of a record, and a value within a body that is JSON.
 */
final class DocumentSlots {

    /** Rules of ours that JSON as such does not have. */
    private static final Set<String> OURS = Set.of("DUPLICATE_KEY", "NUMBER_NOT_EXACT");

    private final Findings findings;

    DocumentSlots(Findings findings) {
        this.findings = findings;
    }

    /** Puts it everywhere. */
    void put(Document document, Visitor visitor) throws Exception {
        whole(document, visitor);
        within(document, visitor);
    }

    private void whole(Document document, Visitor visitor) throws Exception {
        judge("intents", document, Format.PROBLEM, visitor.ask(Ask.post("/v1/intents", document.bytes())), false);
        judge(
                "sessions",
                document,
                Format.PROBLEM,
                visitor.askInPerson(Ask.post("/v1/sessions", document.bytes())),
                false);
        judge("chat", document, Format.OPENAI, visitor.ask(Ask.post("/v1/chat/completions", document.bytes())), false);
        judge("mcp", document, Format.RPC, visitor.ask(Asks.rpc(document.bytes())), false);
        var review = Ask.post("/v1/letters/00000000-0000-3000-8000-000000000000/reviews", document.bytes());
        judge("desk", document, Format.ANY, visitor.review(review), false);
        if (document.text().isPresent()) {
            judge(
                    "channel",
                    document,
                    Format.PROBLEM,
                    visitor.say(document.text().get()),
                    false);
            published(document, visitor, document.text().get());
        }
    }

    private void within(Document document, Visitor visitor) throws Exception {
        var intent = document.within("{\"action\":\"door.echo\",\"parameters\":{\"x\":", "}}");
        judge("intents-within", document, Format.PROBLEM, visitor.ask(Ask.post("/v1/intents", intent)), true);
        var chat = document.within(
                "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"x\":", "}");
        judge("chat-within", document, Format.OPENAI, visitor.ask(Ask.post("/v1/chat/completions", chat)), true);
        var call = document.within(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"door_echo\",\"arguments\":{\"x\":",
                "}}}");
        judge("mcp-within", document, Format.RPC, visitor.ask(Asks.rpc(call)), true);
        if (document.text().isPresent()) {
            var text = "{\"ref\":\"r\",\"submit\":{\"action\":\"door.echo\",\"parameters\":{\"x\":"
                    + document.text().get() + "}}}";
            judge("channel-within", document, Format.PROBLEM, visitor.say(text), true);
            published(document, visitor, "{\"x\":" + document.text().get() + "}");
        }
    }

    private void published(Document document, Visitor visitor, String parameters) throws Exception {
        visitor.publish("inbox document " + document.name(), intent -> intent.setParameters(parameters));
        findings.count("inbox");
    }

    /** @param meant whether a document that is JSON makes a request that is as it should be */
    private void judge(String place, Document document, Format format, Reply reply, boolean meant) throws IOException {
        findings.count(place.replace("-within", ""));
        Clarity.objection(reply, format, false, document.text().orElse(""))
                .or(() -> reading(document.kind(), format, reply, meant))
                .ifPresent(objection -> findings.violation(
                        "%s document %s: %s: %s".formatted(place, document.name(), objection, reply)));
    }

    private static Optional<String> reading(Kind kind, Format format, Reply reply, boolean meant) {
        var code = format.codeOf(reply);
        if (kind == Kind.NOT_JSON && code.isEmpty()) {
            return Optional.of("taken for JSON");
        }
        return kind == Kind.JSON && meant && code.isPresent() && !OURS.contains(code.get())
                ? Optional.of("not taken for JSON")
                : Optional.empty();
    }
}
