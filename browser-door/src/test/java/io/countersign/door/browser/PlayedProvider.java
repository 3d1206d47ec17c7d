package io.countersign.door.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countersign.stack.identity.DevelopmentIdentity;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jose4j.jwt.JwtClaims;

/**
 * A provider with the two calls that a code flow has. The code says what it gives: {@code good} a token of ana's, {@code
 * stranger} one for another audience, {@code long} one that no cookie holds, {@code broken} nothing at all; it knows no
 * other.
 */
public final class PlayedProvider implements QuarkusTestResourceLifecycleManager {
    /** What was asked at the token endpoint, as fields. */
    static final List<Map<String, String>> EXCHANGES = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final DevelopmentIdentity identity;

    public PlayedProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            identity = DevelopmentIdentity.in(
                    Files.createTempDirectory(Path.of("target"), "keys").toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        server.createContext(
                "/realm/.well-known/openid-configuration",
                exchange -> answer(
                        exchange,
                        200,
                        "{\"issuer\": \"%1$s\", \"authorization_endpoint\": \"%1$s/auth\", \"token_endpoint\": \"%1$s/token\"}"
                                .formatted(url())));
        server.createContext("/realm/token", this::token);
        server.start();
        var settings = new HashMap<String, String>();
        settings.put("COUNTERSIGN_ISSUER", url());
        settings.put("COUNTERSIGN_JWKS", identity.publicKeys().toString());
        settings.put("COUNTERSIGN_CLIENT_SECRET", "of the client");
        settings.put("countersign.browser.place", "the house");
        settings.put("countersign.browser.cookie", "house");
        settings.put("countersign.browser.client", "house-pages");
        settings.put("quarkus.http.test-port", "0");
        return settings;
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/realm";
    }

    private void token(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var fields = Arrays.stream(body.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
        EXCHANGES.add(fields);
        switch (String.valueOf(fields.get("code"))) {
            case "good" -> answer(exchange, 200, tokenFor("countersign", "ana"));
            case "stranger" -> answer(exchange, 200, tokenFor("others", "ana"));
            case "long" -> answer(exchange, 200, tokenFor("countersign", "a".repeat(4000)));
            case "broken" -> answer(exchange, 503, "");
            default -> answer(exchange, 400, "{\"error\": \"invalid_grant\"}");
        }
    }

    private String tokenFor(String audience, String team) {
        var claims = new JwtClaims();
        claims.setIssuer(url());
        claims.setAudience(audience);
        claims.setSubject("ana");
        claims.setStringClaim("tenant", "acme");
        claims.setStringClaim("azp", "house-pages");
        claims.setStringClaim("team", team);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        return "{\"access_token\": \"" + identity.sign(claims) + "\", \"token_type\": \"Bearer\"}";
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        try (exchange) {
            var bytes = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
