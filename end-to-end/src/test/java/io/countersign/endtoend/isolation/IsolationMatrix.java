package io.countersign.endtoend.isolation;

import static io.countersign.endtoend.isolation.Expectation.failedTool;
import static io.countersign.endtoend.isolation.Expectation.harmless;
import static io.countersign.endtoend.isolation.Expectation.own;
import static io.countersign.endtoend.isolation.Expectation.refused;
import static io.countersign.endtoend.isolation.Expectation.saying;

import io.countersign.chaos.doors.Ask;
import io.countersign.chaos.doors.Asks;
import io.countersign.chaos.doors.Format;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Every call of every door, with what is Ana's, by people whom it does not concern. */
final class IsolationMatrix {

    private static final String NOT_FOUND = "NOT_FOUND";
    private static final String HTML = "text/html,application/xhtml+xml,*/*;q=0.8";
    private static final String EVENTS = "text/event-stream";

    private final Callers callers;
    private final Estate estate;
    private final Doorway doorway;
    private final List<Row> rows = new ArrayList<>();

    IsolationMatrix(Callers callers, Estate estate, Doorway doorway) throws IOException {
        this.callers = callers;
        this.estate = estate;
        this.doorway = doorway;
        // First whatever lists: later on callers have said something of hers themselves.
        queries();
        intents();
        catalogue();
        sessions();
        openAi();
        mcp();
        channel();
        pagesOfIntake();
        administration();
        letters();
        pagesOfDesk();
        stillHeld();
    }

    List<Row> rows() {
        return List.copyOf(rows);
    }

    /** The calls of a service for which there is a row. */
    Set<String> calls(String place, Predicate<String> which) {
        return rows.stream()
                .filter(row -> row.place().equals(place))
                .map(Row::call)
                .filter(which)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void intents() throws IOException {
        var at = at(Place.INTAKE, Format.PROBLEM);
        var byId = "/v1/intents/" + estate.held();
        at.locked("GET /v1/intents", Ask.get("/v1/intents"));
        at.hers("GET /v1/intents", Ask.get("/v1/intents"));
        at.strangers("GET /v1/intents", "", Ask.get("/v1/intents"), own());
        at.locked("POST /v1/intents", Asks.echo());
        at.strangers("POST /v1/intents", "her session", echoInSession(), refused(403, "SESSION_UNKNOWN"));
        at.strangers("POST /v1/intents", "her key", Asks.echo().with("Idempotency-Key", estate.key()), own());
        at.strangers("GET /v1/intents", "her page", Ask.get("/v1/intents?cursor=" + estate.page()), harmless());
        at.locked("GET /v1/intents/{id}", Ask.get(byId));
        at.hers("GET /v1/intents/{id}", Ask.get(byId));
        at.strangers("GET /v1/intents/{id}", "her intent", Ask.get(byId), refused(404, NOT_FOUND));
        at.locked("DELETE /v1/intents/{id}", Ask.delete(byId));
        at.strangers("DELETE /v1/intents/{id}", "her intent", Ask.delete(byId), refused(404, NOT_FOUND));
        var stream = "/v1/intents/" + estate.chat() + "/events";
        at.locked("GET /v1/intents/{id}/events", Ask.get(stream));
        at.hers("GET /v1/intents/{id}/events", Ask.get(stream).accepting(EVENTS));
        at.strangers(
                "GET /v1/intents/{id}/events",
                "her intent",
                Ask.get(stream).accepting(EVENTS),
                refused(404, NOT_FOUND));
        for (var stranger : callers.strangers()) {
            var theirs = Ask.get("/v1/intents/" + doorway.echoed(stranger) + "/events")
                    .accepting(EVENTS)
                    .with("Last-Event-ID", estate.event());
            at.row(
                    "GET /v1/intents/{id}/events",
                    stranger,
                    "their intent, her place",
                    theirs,
                    refused(400, "MALFORMED"));
        }
    }

    private void catalogue() {
        var at = at(Place.INTAKE, Format.PROBLEM);
        for (var call : List.of("/v1/actions", "/v1/budgets")) {
            at.locked("GET " + call, Ask.get(call));
            at.hers("GET " + call, Ask.get(call));
            at.strangers("GET " + call, "", Ask.get(call), own());
        }
        var inSession = Ask.get("/v1/actions?session=" + estate.session());
        at.hers("GET /v1/actions", inSession);
        at.strangers("GET /v1/actions", "her session", inSession, refused(403, "SESSION_UNKNOWN"));
    }

    private void sessions() {
        var at = at(Place.INTAKE, Format.PROBLEM);
        var open = Ask.post("/v1/sessions", "{\"grants\":[{\"action\":\"door.echo\"}],\"ttl\":\"10m\"}");
        var end = Ask.delete("/v1/sessions/" + estate.session());
        at.locked("POST /v1/sessions", open);
        at.strangers("POST /v1/sessions", "as an agent", open, refused(403, "NOT_GRANTED"));
        at.row("POST /v1/sessions", callers.ana(), "as an agent", open, refused(403, "NOT_GRANTED"));
        at.locked("DELETE /v1/sessions/{id}", end);
        for (var stranger : callers.strangersInPerson()) {
            at.row("POST /v1/sessions", stranger, "her key", open.with("Idempotency-Key", estate.key()), own());
            at.row("DELETE /v1/sessions/{id}", stranger, "her session", end, refused(404, NOT_FOUND));
        }
    }

    private void openAi() {
        var at = at(Place.INTAKE, Format.OPENAI);
        var chat = Asks.chat("hello");
        at.locked("POST /v1/chat/completions", chat);
        at.strangers(
                "POST /v1/chat/completions",
                "her session",
                chat.with("Countersign-Session", estate.session()),
                refused(403, "SESSION_UNKNOWN"));
        at.strangers("POST /v1/chat/completions", "her key", chat.with("Idempotency-Key", estate.chatKey()), own());
        at.locked("GET /v1/models", Ask.get("/v1/models"));
        at.strangers("GET /v1/models", "", Ask.get("/v1/models"), own());
        at.locked("GET /v1/models/{model}", Ask.get("/v1/models/small"));
        at.strangers("GET /v1/models/{model}", "", Ask.get("/v1/models/small"), own());
    }

    private void mcp() {
        var at = at(Place.INTAKE, Format.RPC);
        var list = rpc("tools/list", "{}");
        at.locked("POST /mcp", list);
        at.strangers("POST /mcp", "", list, own());
        at.strangers(
                "POST /mcp",
                "her session, tools/list",
                list.with("Countersign-Session", estate.session()),
                refused(200, "SESSION_UNKNOWN"));
        at.strangers(
                "POST /mcp",
                "her session, tools/call",
                tool("door_echo", "{}").with("Countersign-Session", estate.session()),
                failedTool("SESSION_UNKNOWN"));
        at.strangers("POST /mcp", "her key", tool("door_echo", "{}").with("Idempotency-Key", estate.key()), own());
        for (var name : List.of("countersign_status", "countersign_cancel")) {
            at.strangers("tool " + name, "her intent", tool(name, id()), failedTool(NOT_FOUND));
        }
        at.hers("tool countersign_status", tool("countersign_status", id()));
        at.locked("GET /mcp", Ask.get("/mcp").accepting(EVENTS));
        at.strangers("GET /mcp", "while she goes on", Ask.get("/mcp").accepting(EVENTS), own());
    }

    private void channel() {
        var at = at(Place.INTAKE, Format.PROBLEM);
        at.locked("channel", Asks.upgrade("/v1/channel"));
        at.strangers(
                "channel",
                "her place",
                Asks.upgrade("/v1/channel?cursor=" + estate.place()),
                refused(400, "MALFORMED"));
        at.strangers(
                "channel",
                "her place as a header",
                Asks.upgrade("/v1/channel").with("Last-Event-ID", estate.place()),
                refused(400, "MALFORMED"));
        var cancel = "{\"ref\":\"r\",\"cancel\":\"" + estate.held() + "\"}";
        at.channel("channel cancel", "her intent", "", cancel, refused(404, NOT_FOUND));
        var submit = "{\"ref\":\"r\",\"submit\":{\"action\":\"door.echo\",\"parameters\":{}%s}%s}";
        at.channel(
                "channel submit",
                "her session",
                "",
                submit.formatted(",\"session\":\"" + estate.session() + "\"", ""),
                refused(403, "SESSION_UNKNOWN"));
        at.channel(
                "channel submit",
                "her session as a header",
                estate.session(),
                submit.formatted("", ""),
                refused(403, "SESSION_UNKNOWN"));
        at.channel("channel submit", "her key", "", submit.formatted("", ",\"key\":\"" + estate.key() + "\""), own());
        for (var stranger : callers.strangers()) {
            at.add(
                    "channel",
                    stranger,
                    "while she goes on",
                    "",
                    caller -> doorway.overhear(caller, callers.ana(), Estate.held(estate.word())),
                    own());
        }
    }

    private void pagesOfIntake() {
        var at = at(Place.INTAKE, Format.PROBLEM);
        at.locked("GET /playground/session", Ask.get("/playground/session"));
        at.strangers("GET /playground/session", "", Ask.get("/playground/session"), own());
        at.locked("GET /q/metrics", Ask.get("/q/metrics"));
        at.strangers("GET /q/metrics", "", Ask.get("/q/metrics"), own());
        at.signIn();
    }

    private void queries() {
        var at = at(Place.POLICY_STREAM, Format.PROBLEM);
        for (var call : List.of("/v1/intents", "/v1/actions", "/v1/budgets", "/v1/models", "/v1/keys", "/q/metrics")) {
            at.locked("GET " + call, Ask.get(call));
            at.strangers("GET " + call, "", Ask.get(call), own());
        }
        var byId = Ask.get("/v1/intents/" + estate.held());
        at.strangers("GET /v1/intents", "her page", Ask.get("/v1/intents?cursor=" + estate.page()), harmless());
        at.locked("GET /v1/intents/{id}", byId);
        at.hers("GET /v1/intents/{id}", byId);
        at.strangers("GET /v1/intents/{id}", "her intent", byId, refused(404, NOT_FOUND));
        at.strangers(
                "GET /v1/intents/{id}",
                "her intent's executions",
                Ask.get(byId.target() + "?executions=true"),
                refused(404, NOT_FOUND));
        at.strangers(
                "GET /v1/intents/{id}",
                "as if passed on",
                byId.with("Countersign-Passed-On", "true"),
                refused(404, NOT_FOUND));
        at.strangers(
                "GET /v1/actions",
                "her session",
                Ask.get("/v1/actions?session=" + estate.session()),
                refused(403, "SESSION_UNKNOWN"));
    }

    /** The installation's operators, of whichever tenant, may; users may not. */
    private void administration() throws IOException {
        var at = at(Place.POLICY_STREAM, Format.PROBLEM);
        var json = "application/json";
        for (var read : List.of(
                Ask.get("/v1/policy"),
                Ask.get("/v1/policy/versions"),
                Ask.get("/v1/freeze"),
                Ask.get("/v1/freeze/running"),
                Ask.get("/v1/overrides"))) {
            at.operators(read.toString(), read);
        }
        at.operators("GET /v1/policy/versions/{version}", Ask.get("/v1/policy/versions/" + policyInForce()));
        for (var written : List.of(
                Ask.of("PUT", "/v1/policy", "application/yaml", ""),
                Ask.of("PUT", "/v1/freeze", json, "{}"),
                Ask.delete("/v1/freeze"),
                Ask.of("PUT", "/v1/overrides", json, "{}"),
                Ask.delete("/v1/overrides"))) {
            at.closed(written.toString(), written);
        }
    }

    private String policyInForce() throws IOException {
        var operator = callers.operators().getFirst();
        var policy = doorway.ask(Place.POLICY_STREAM, operator.asks(Ask.get("/v1/policy")));
        return policy.header("etag").replace("\"", "");
    }

    private void letters() {
        var at = at(Place.DESK, Format.PROBLEM);
        var one = Ask.get("/v1/letters/" + estate.letter());
        var review = Ask.post(
                "/v1/letters/" + estate.letter() + "/reviews",
                "{\"decision\":\"REJECT\",\"expectedVersion\":1,\"comment\":\"mine\"}");
        at.reviewers("GET /v1/letters", "", Ask.get("/v1/letters"), own());
        at.reviewers("GET /v1/letters", "her intent", Ask.get("/v1/letters?q=" + estate.held()), own());
        at.reviewers("GET /v1/letters/{id}", "her letter", one, refused(404, NOT_FOUND));
        at.row("GET /v1/letters/{id}", callers.reviewer(), "her letter", one, own());
        at.reviewers("POST /v1/letters/{id}/reviews", "her letter", review, refused(404, NOT_FOUND));
        at.reviewers("GET /v1/overview", "", Ask.get("/v1/overview"), own());
        at.locked("GET /q/metrics", Ask.get("/q/metrics"));
        at.strangers("GET /q/metrics", "", Ask.get("/q/metrics"), own());
    }

    private void pagesOfDesk() {
        var at = at(Place.DESK, Format.PAGE);
        var letter = "/letters/" + estate.letter();
        at.reviewers("GET /", "", page("/"), own());
        at.reviewers("GET /letters", "", page("/letters"), own());
        at.reviewers("GET /letters", "her letter open", page("/letters?open=" + estate.letter()), own());
        at.reviewers("GET /letters/more", "", page("/letters/more?cursor=x"), refused(400, "MALFORMED"));
        at.reviewers("GET /letters/{id}", "her letter", page(letter), refused(404, NOT_FOUND));
        at.row("GET /letters/{id}", callers.reviewer(), "her letter", page(letter), own());
        at.reviewers("GET /letters/{id}/line", "her letter", page(letter + "/line"), refused(404, NOT_FOUND));
        at.reviewers(
                "GET /letters/{id}/raw/{part}", "her letter", page(letter + "/raw/value"), refused(404, NOT_FOUND));
        var review = Ask.of(
                "POST",
                letter + "/reviews",
                "application/x-www-form-urlencoded",
                "decision=REJECT&expectedVersion=1&comment=mine");
        at.reviewers("POST /letters/{id}/reviews", "her letter", review.accepting(HTML), refused(404, NOT_FOUND));
        var programs = at(Place.DESK, Format.PROBLEM);
        programs.reviewers("GET /live", "while she goes on", Ask.get("/live").accepting(EVENTS), own());
        programs.signIn();
    }

    /** Nobody who was refused has done anything to it. */
    private void stillHeld() {
        at(Place.INTAKE, Format.PROBLEM)
                .row(
                        "GET /v1/intents/{id}",
                        callers.ana(),
                        "her own, after all of this",
                        Ask.get("/v1/intents/" + estate.held()),
                        saying("/state", "HELD"));
    }

    private static Ask page(String target) {
        return Ask.get(target).accepting(HTML);
    }

    private Calls at(String place, Format format) {
        return new Calls(place, format, callers, doorway, rows);
    }

    private Ask echoInSession() {
        return Ask.post(
                "/v1/intents", "{\"action\":\"door.echo\",\"parameters\":{},\"session\":\"" + estate.session() + "\"}");
    }

    private String id() {
        return "{\"id\":\"" + estate.held() + "\"}";
    }

    private static Ask rpc(String method, String params) {
        return Asks.rpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}".formatted(method, params));
    }

    private static Ask tool(String name, String arguments) {
        return rpc("tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(name, arguments));
    }
}
