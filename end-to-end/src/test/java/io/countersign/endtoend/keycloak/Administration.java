package io.countersign.endtoend.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What whoever runs a Keycloak does to it: its admin API. */
public final class Administration {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Before the keys that a realm begins with. */
    private static final String FIRST = "500";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI server;
    private final String user;
    private final String password;
    private final String agentSecret;

    Administration(URI server, String user, String password, String agentSecret) {
        this.server = server;
        this.user = user;
        this.password = password;
        this.agentSecret = agentSecret;
    }

    /** Gives a realm a new key for an algorithm. */
    public void addKey(String realm, String algorithm) throws IOException, InterruptedException {
        var config = JSON.createObjectNode();
        config.putArray("priority").add(FIRST);
        config.putArray("algorithm").add(algorithm);
        var provider = switch (algorithm) {
            case "ES256" -> {
                config.putArray("ecdsaEllipticCurveKey").add("P-256");
                yield "ecdsa-generated";
            }
            case "EdDSA" -> {
                config.putArray("eddsaEllipticCurveKey").add("Ed25519");
                yield "eddsa-generated";
            }
            default -> "rsa-generated";
        };
        var key = JSON.createObjectNode()
                .put("name", "new " + algorithm)
                .put("providerId", provider)
                .put("providerType", "org.keycloak.keys.KeyProvider");
        key.set("config", config);
        send(to("/admin/realms/" + realm + "/components").POST(BodyPublishers.ofString(key.toString())));
    }

    /** From now on a realm's tokens are signed in this way. */
    public void signWith(String realm, String algorithm) throws IOException, InterruptedException {
        change("/admin/realms/" + realm, told -> told.put("defaultSignatureAlgorithm", algorithm));
    }

    /** How long the tokens of a client are good. */
    public void lifespan(String realm, String clientId, Duration lifespan) throws IOException, InterruptedException {
        var clients = send(
                to("/admin/realms/" + realm + "/clients?clientId=" + clientId).GET());
        change(
                "/admin/realms/" + realm + "/clients/" + clients.at("/0/id").asText(),
                client -> ((ObjectNode) client.path("attributes"))
                        .put("access.token.lifespan", String.valueOf(lifespan.toSeconds())));
    }

    /** Makes another realm with an agent of the same name and secret, whose tokens say what those of the first say. */
    public void addLookalike(String name) throws IOException, InterruptedException {
        var realm = """
                {"realm": "%s", "enabled": true, "clients": [{"clientId": "%s", "secret": "%s",
                  "serviceAccountsEnabled": true, "standardFlowEnabled": false, "protocolMappers": [
                    {"name": "aud", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper",
                     "config": {"included.custom.audience": "countersign", "access.token.claim": "true"}},
                    {"name": "tenant", "protocol": "openid-connect", "protocolMapper": "oidc-hardcoded-claim-mapper",
                     "config": {"claim.name": "tenant", "claim.value": "acme", "jsonType.label": "String",
                                "access.token.claim": "true"}}]}]}
                """.formatted(name, Realm.AGENT, agentSecret);
        send(to("/admin/realms").POST(BodyPublishers.ofString(realm)));
    }

    private void change(String path, Consumer<ObjectNode> change) throws IOException, InterruptedException {
        var representation = (ObjectNode) send(to(path).GET());
        change.accept(representation);
        send(to(path).PUT(BodyPublishers.ofString(representation.toString())));
    }

    private HttpRequest.Builder to(String path) throws IOException, InterruptedException {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token());
    }

    private String token() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve("/realms/master/protocol/openid-connect/token"))
                .timeout(PATIENCE)
                .header("Content-Type", Form.TYPE)
                .POST(Form.of(Map.of(
                        "grant_type", "password", "client_id", "admin-cli", "username", user, "password", password)));
        return send(request).path("access_token").asText();
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (!List.of(200, 201, 204).contains(answer.statusCode())) {
            throw new AssertionError(answer.uri() + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
