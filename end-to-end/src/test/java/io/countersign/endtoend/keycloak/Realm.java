package io.countersign.endtoend.keycloak;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;

/** What applications and agents ask of a realm: the calls of OAuth, and nothing of Keycloak's own. */
public final class Realm {
    /** The agent of the realm's file. */
    public static final String AGENT = "helpdesk-agent";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String GRANTS = "urn:ietf:params:oauth:grant-type:";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI address;
    private final String agentSecret;

    Realm(URI address, String agentSecret) {
        this.address = address;
        this.agentSecret = agentSecret;
    }

    /** A token of the agent's own. */
    public String ownTokenOfAgent() {
        return token(asAgent(Map.of("grant_type", "client_credentials")));
    }

    /** The token of somebody that an agent works for, exchanged for one of the agent's (RFC 8693). */
    public String exchangedByAgent(String token) {
        return token(asAgent(Map.of(
                "grant_type",
                GRANTS + "token-exchange",
                "subject_token",
                token,
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:access_token")));
    }

    /**
     * A token of somebody in person, for an application without a browser (RFC 8628).
     *
     * @param consent goes to the page that it is given, signs in there and agrees
     */
    public String deviceToken(String client, Consumer<URI> consent) {
        var device = ask(to("auth/device"), Map.of("client_id", client));
        consent.accept(URI.create(device.path("verification_uri_complete").asText()));
        var fields = Map.of(
                "grant_type",
                GRANTS + "device_code",
                "device_code",
                device.path("device_code").asText(),
                "client_id",
                client);
        return token(await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(device.path("interval").asInt()))
                .pollInSameThread()
                .until(() -> ask(to("token"), fields), answer -> answer.has("access_token")));
    }

    private JsonNode asAgent(Map<String, String> fields) {
        var credentials =
                Base64.getEncoder().encodeToString((AGENT + ":" + agentSecret).getBytes(StandardCharsets.UTF_8));
        return ask(to("token").header("Authorization", "Basic " + credentials), fields);
    }

    private HttpRequest.Builder to(String call) {
        return HttpRequest.newBuilder(URI.create(address + "/protocol/openid-connect/" + call))
                .timeout(PATIENCE);
    }

    private JsonNode ask(HttpRequest.Builder request, Map<String, String> fields) {
        try {
            var posted = request.header("Content-Type", Form.TYPE)
                    .POST(Form.of(fields))
                    .build();
            return JSON.readTree(http.send(posted, BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String token(JsonNode answer) {
        if (!answer.has("access_token")) {
            throw new AssertionError("there is no token: " + answer);
        }
        return answer.path("access_token").asText();
    }
}
