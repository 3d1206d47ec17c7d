package io.countersign.door.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.door.IdentityConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The OIDC provider behind the issuer: where people prove who they are, and what it gives for a code. */
@Singleton
class Provider {
    private static final Logger LOG = Logger.getLogger(Provider.class);
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final BrowserConfig config;
    private final String issuer;
    private final ObjectMapper json;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private volatile @Nullable Endpoints endpoints;

    Provider(BrowserConfig config, IdentityConfig identity, ObjectMapper json) {
        this.config = config;
        this.issuer = identity.issuer().orElse("");
        this.json = json;
    }

    /** Where the provider has what this needs of it. */
    private record Endpoints(String authorization, URI token) {}

    /** What the provider gives for a code. */
    sealed interface Exchange {
        /** A token, which has still to be verified. */
        record Token(String token) implements Exchange {}

        /** The code is not good. */
        record Refused() implements Exchange {}

        /** It does not answer. */
        record Away() implements Exchange {}
    }

    /** Whether the issuer is a provider that people can be sent to; the development issuer is none. */
    boolean isThere() {
        return isAddress(issuer);
    }

    /** Whether somebody can be asked there. */
    static boolean isAddress(String text) {
        return text.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?");
    }

    /** What people know it by. */
    String name() {
        return isThere() ? String.valueOf(URI.create(issuer).getHost()) : "";
    }

    /** Where a browser is sent to sign in; empty if the provider does not answer. */
    Optional<URI> authorization(String state, String challenge, URI returnTo) throws InterruptedException {
        var query = new LinkedHashMap<String, String>();
        query.put("response_type", "code");
        query.put("client_id", config.client());
        query.put("redirect_uri", returnTo.toString());
        query.put("scope", "openid");
        query.put("state", state);
        query.put("code_challenge", challenge);
        query.put("code_challenge_method", "S256");
        return endpoints()
                .map(Endpoints::authorization)
                .map(address -> URI.create(address + (address.contains("?") ? "&" : "?") + form(query)));
    }

    /** Gives the code back, with what only whoever began can know. */
    Exchange exchange(String code, String verifier, URI returnTo) throws InterruptedException {
        var found = endpoints();
        if (found.isEmpty()) {
            return new Exchange.Away();
        }
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("code_verifier", verifier);
        form.put("redirect_uri", returnTo.toString());
        form.put("client_id", config.client());
        config.clientSecret().ifPresent(secret -> form.put("client_secret", secret));
        var request = HttpRequest.newBuilder(found.get().token())
                .timeout(WITHIN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(form(form)))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 500) {
                return new Exchange.Away();
            }
            var token = answer.statusCode() == 200
                    ? json.readTree(answer.body()).path("access_token").asText()
                    : "";
            return token.isEmpty() ? new Exchange.Refused() : new Exchange.Token(token);
        } catch (IOException away) {
            LOG.warnf("the provider did not answer why=%s", away);
            return new Exchange.Away();
        }
    }

    private Optional<Endpoints> endpoints() throws InterruptedException {
        var known = endpoints;
        if (known != null) {
            return Optional.of(known);
        }
        var request = HttpRequest.newBuilder(description()).timeout(WITHIN).build();
        try {
            var answer = http.send(request, BodyHandlers.ofByteArray());
            var told = endpoints(json.readTree(answer.body()));
            endpoints = told;
            return Optional.of(told);
        } catch (IOException | IllegalArgumentException away) {
            LOG.warnf("the provider did not tell where it is why=%s", away);
            return Optional.empty();
        }
    }

    private URI description() {
        return URI.create(config.provider().orElse(issuer).replaceAll("/+$", "") + DISCOVERY);
    }

    private Endpoints endpoints(JsonNode told) {
        if (!told.path("issuer").asText().equals(issuer)) {
            throw new IllegalArgumentException("it calls itself another issuer: " + told.path("issuer"));
        }
        var authorization = told.path("authorization_endpoint").asText();
        var token = told.path("token_endpoint").asText();
        if (!authorization.startsWith("http") || !token.startsWith("http")) {
            throw new IllegalArgumentException("it names no endpoints");
        }
        return new Endpoints(authorization, URI.create(token));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }
}
