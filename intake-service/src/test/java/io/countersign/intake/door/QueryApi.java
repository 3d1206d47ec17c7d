package io.countersign.intake.door;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countersign.contract.Capabilities;
import io.countersign.contract.Owner;
import io.countersign.v1.Intent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** policy-stream's query API: shows owners, by their tokens, what the test has decided. It checks no signature. */
final class QueryApi implements AutoCloseable {
    /** A question as it came. */
    record Query(String path, String token) {}

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private final Map<String, ObjectNode> intents = new ConcurrentHashMap<>();
    private final Map<String, String> actions = new ConcurrentHashMap<>();
    private final Map<String, String> sessions = new ConcurrentHashMap<>();
    private final List<Query> queries = new CopyOnWriteArrayList<>();
    private final int port;
    private @Nullable HttpServer server;

    QueryApi() {
        this.port = freePort();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    List<Query> queries() {
        return List.copyOf(queries);
    }

    /** From now on the owner may do this: actions as JSON, with commas between them. */
    void offer(Owner owner, String offered) {
        actions.put(owner.key(), offered);
    }

    /** From now on the owner has that session. */
    void open(Owner owner, String session) {
        sessions.put(owner.key(), session);
    }

    void submitted(Owner owner, Intent intent) {
        var shown = JSON.createObjectNode()
                .put("id", intent.getId())
                .put("state", "SUBMITTED")
                .put("action", intent.getAction())
                .put("submittedAt", intent.getSubmittedAt().toString());
        shown.set("parameters", json(intent.getParameters()));
        shown.putArray("reasons");
        shown.putArray("timeline");
        intents.putIfAbsent(owner.contentKey(intent.getId()), shown);
    }

    void advance(Owner owner, String id, long version, String state) {
        intents.computeIfPresent(owner.contentKey(id), (key, intent) -> {
            var later = intent.deepCopy()
                    .put("state", state)
                    .put("updatedAt", Instant.now().toString());
            var entry = later.withArray("timeline").addObject();
            entry.put("version", version)
                    .put("state", state)
                    .put("at", Instant.now().toString());
            entry.putArray("reasons");
            if (state.equals("SUCCEEDED")
                    && later.at("/parameters/result") instanceof JsonNode result
                    && !result.isMissingNode()) {
                later.set("result", result);
                later.putObject("usage").put("inputTokens", 7).put("outputTokens", 5);
            }
            return later;
        });
    }

    /** What the audit log says of an attempt's output. */
    void executed(Owner owner, String id, Attempt attempt) {
        intents.computeIfPresent(owner.contentKey(id), (key, intent) -> {
            var later = intent.deepCopy();
            var executions = later.withArray("executions");
            while (executions.size() >= attempt.number()) {
                executions.remove(executions.size() - 1);
            }
            executions
                    .addObject()
                    .put("attempt", attempt.number())
                    .put("leaseHash", Capabilities.leaseHash(attempt.lease()))
                    .put("since", attempt.since().toString())
                    .put("run", attempt.run())
                    .put("chunks", attempt.chunks());
            return later;
        });
    }

    @Nullable
    String state(Owner owner, String id) {
        var intent = intents.get(owner.contentKey(id));
        return intent == null ? null : intent.path("state").asText();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var token = exchange.getRequestHeaders().getFirst("Authorization").replaceFirst("^Bearer ", "");
        queries.add(new Query(uri.toString(), token));
        var path = uri.getPath();
        var id = path.replaceFirst("^/v1/intents/", "");
        if (path.equals("/v1/intents")) {
            respond(exchange, 200, "application/json", "{\"items\":[],\"cursor\":\"next\"}");
        } else if (path.equals("/v1/actions")) {
            answerActions(exchange, owner(token), uri.getQuery());
        } else if (path.equals("/v1/models")) {
            respond(exchange, 200, "application/json", "{\"models\":[\"small\",\"tiny\"]}");
        } else if (path.equals("/v1/budgets")) {
            respond(exchange, 200, "application/json", "{\"budgets\":[],\"asOf\":\"2026-11-21T10:00:00.000Z\"}");
        } else if (intents.get(owner(token).contentKey(id)) instanceof ObjectNode intent) {
            respond(exchange, 200, "application/json", shown(intent, uri).toString());
        } else {
            respond(exchange, 404, "application/problem+json", "{\"status\":404,\"code\":\"NOT_FOUND\"}");
        }
    }

    /** What each owner may do; a session that is asked about is one that there is if it is the owner's. */
    private void answerActions(HttpExchange exchange, Owner owner, @Nullable String query) throws IOException {
        if (query != null && !query.equals("session=" + sessions.get(owner.key()))) {
            respond(exchange, 403, "application/problem+json", """
                    {"status": 403, "code": "SESSION_UNKNOWN", "detail": "there is no such session"}""");
        } else {
            var mine = actions.getOrDefault(owner.key(), "{\"name\":\"echo\"}");
            respond(exchange, 200, "application/json", "{\"actions\":[" + mine + "]}");
        }
    }

    private static ObjectNode shown(ObjectNode intent, URI uri) {
        var query = uri.getQuery();
        return query != null && query.contains("executions=true")
                ? intent
                : intent.deepCopy().without("executions");
    }

    private static Owner owner(String token) {
        var claims = json(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
        return new Owner(claims.path("tenant").asText(), claims.path("sub").asText());
    }

    private static void respond(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
