package io.countersign.intake.http;

import io.countersign.door.CurrentCaller;
import io.countersign.door.JsonProblems;
import io.countersign.door.ProblemException;
import io.countersign.door.Problems;
import io.countersign.intake.channel.ChannelCursor;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/channel}: the way to an owner's channel. A browser, which can set no header, offers the token as a
 * subprotocol: {@code ["countersign", "bearer.<token>"]}; the first of the two is what the door agrees to.
 */
@Singleton
final class ChannelRoute {
    private static final String PATH = "/v1/channel";
    private static final String BEARER = "bearer.";
    private static final String OFFERED = "Sec-WebSocket-Protocol";

    private final IdentityProviderManager identities;
    private final JsonProblems problems;
    private final CurrentCaller callers;

    /** What it needs is made when the first channel is opened: routes are registered before messaging is there. */
    private final Instance<ChannelSockets> sockets;

    private final Instance<CallerAdmission> admission;

    ChannelRoute(
            IdentityProviderManager identities,
            JsonProblems problems,
            CurrentCaller callers,
            Instance<ChannelSockets> sockets,
            Instance<CallerAdmission> admission) {
        this.identities = identities;
        this.problems = problems;
        this.callers = callers;
        this.sockets = sockets;
        this.admission = admission;
    }

    void register(@Observes Router router) {
        // Before anything looks for a token, one that was offered as a subprotocol is put where tokens are looked for.
        router.get(PATH).order(Integer.MIN_VALUE).handler(ChannelRoute::takeOfferedToken);
        router.get(PATH).handler(this::open);
    }

    private static void takeOfferedToken(RoutingContext request) {
        var headers = request.request().headers();
        if (!headers.contains("Authorization")) {
            for (var offered : headers.getAll(OFFERED)) {
                for (var protocol : offered.split(",", -1)) {
                    if (protocol.strip().startsWith(BEARER)) {
                        headers.set(
                                "Authorization", "Bearer " + protocol.strip().substring(BEARER.length()));
                    }
                }
            }
        }
        request.next();
    }

    private void open(RoutingContext request) {
        QuarkusHttpUser.getSecurityIdentity(request, identities)
                .subscribe()
                .with(identity -> open(request, identity), failed -> request.fail(failed));
    }

    private void open(RoutingContext request, @Nullable SecurityIdentity identity) {
        if (identity == null || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            problems.answer(Problems.noToken(), request);
            return;
        }
        try {
            var caller = CurrentCaller.identify(token);
            var cursor = cursor(request, caller.owner().key());
            Handshake.objection(request.request().headers()).ifPresent(objection -> {
                throw new ProblemException(objection);
            });
            var objection = admission.get().objection(caller.owner(), 0, request);
            if (objection.isPresent()) {
                throw new ProblemException(objection.get());
            }
            sockets.get()
                    .open(
                            request,
                            new ChannelSockets.Opening(
                                    caller,
                                    new IntentStreams.Listening(
                                            caller.owner(), token.getRawToken(), callers.until(token)),
                                    cursor,
                                    request.request().getHeader("Countersign-Session")));
        } catch (ProblemException e) {
            problems.answer(e.problem(), request);
        } catch (RuntimeException defect) {
            request.fail(defect);
        }
    }

    private static @Nullable ChannelCursor cursor(RoutingContext request, String ownerKey) {
        var asked = request.request().getParam("cursor");
        var text = asked == null ? request.request().getHeader("Last-Event-ID") : asked;
        return text == null || text.isEmpty()
                ? null
                : ChannelCursor.parse(ownerKey, text)
                        .orElseThrow(() -> new ProblemException(
                                Problems.malformed("the cursor is not one that this channel has given")));
    }
}
