package io.countersign.intake.http;

import io.countersign.door.browser.BrowserConfig;
import io.countersign.door.browser.OwnPages;
import io.countersign.door.browser.SessionForms;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The playground's way to the API: its session's cookie stands in for the bearer token of a request that proves to come
 * from the playground's page, and for no other. The proof is the session's form token, in the header
 * {@code Countersign-Form}, or among the subprotocols of a WebSocket as {@code form.<token>}: no other site's page knows
 * it. Only the page's first question, who is signed in, goes without, because its answer is the token; no other site's page
 * can read it.
 */
@Singleton
final class PlaygroundSession {
    static final String PATH = "/playground/session";

    private static final String PROOF = "Countersign-Form";
    private static final String OFFERED = "Sec-WebSocket-Protocol";
    private static final String OFFERED_PROOF = "form.";

    /** Behind what takes cookies away from requests with a token of their own, before everything that looks for a token. */
    private static final int PRIORITY = 1_900;

    private final String cookie;
    private final SessionForms forms;

    PlaygroundSession(BrowserConfig config, SessionForms forms) {
        this.cookie = config.cookie();
        this.forms = forms;
    }

    void register(@Observes Filters filters) {
        filters.register(this::bear, PRIORITY);
    }

    private void bear(RoutingContext routing) {
        var request = routing.request();
        var session = request.getCookie(cookie);
        if (session != null
                && !session.getValue().isEmpty()
                && OwnPages.sent(request)
                && (isFirstQuestion(routing) || isProven(routing))) {
            request.headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + session.getValue());
        }
        routing.next();
    }

    private static boolean isFirstQuestion(RoutingContext routing) {
        return routing.request().method().equals(HttpMethod.GET)
                && PATH.equals(routing.request().path());
    }

    private boolean isProven(RoutingContext routing) {
        return proofs(routing).anyMatch(proof -> forms.isOwn(routing, proof));
    }

    private static Stream<String> proofs(RoutingContext routing) {
        var headers = routing.request().headers();
        return Stream.concat(
                Stream.ofNullable(headers.get(PROOF)),
                headers.getAll(OFFERED).stream()
                        .flatMap(offered -> Arrays.stream(offered.split(",", -1)))
                        .map(PlaygroundSession::offeredProof)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull));
    }

    private static @Nullable String offeredProof(String protocol) {
        var offered = protocol.strip();
        return offered.startsWith(OFFERED_PROOF) ? offered.substring(OFFERED_PROOF.length()) : null;
    }
}
