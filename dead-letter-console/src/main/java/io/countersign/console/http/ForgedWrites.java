package io.countersign.console.http;

import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.door.ProblemAnswers;
import io.countersign.door.browser.SessionForms;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Refuses writes that a browser may have been made to send: a session's cookie, which goes along by itself, is good for
 * a write only with the token of a form that this session was shown. A request with a bearer token of its own goes
 * without, because {@link io.countersign.door.browser.OneIdentity} lets it have no session.
 */
final class ForgedWrites {
    private final SessionForms forms;
    private final ProblemAnswers answers;

    ForgedWrites(SessionForms forms, ProblemAnswers answers) {
        this.forms = forms;
        this.answers = answers;
    }

    @ServerRequestFilter
    @WithFormRead
    @Nullable
    Response refuse(ResteasyReactiveContainerRequestContext request, RoutingContext routing) {
        return !Writes.isWrite(request.getMethod())
                        || request.getHeaderString(HttpHeaders.AUTHORIZATION) != null
                        || forms.isOwn(routing, token(request))
                ? null
                : answers.answer(refusal(routing));
    }

    private static Problem refusal(RoutingContext routing) {
        return routing.normalizedPath().startsWith("/v1/")
                ? Problem.of(Code.FORBIDDEN, "writes by the API need a bearer token in the Authorization header")
                : SessionForms.foreign();
    }

    private static @Nullable String token(ResteasyReactiveContainerRequestContext request) {
        var context = (ResteasyReactiveRequestContext) request.getServerRequestContext();
        return context.getFormParameter(SessionForms.FIELD, true, false) instanceof String token ? token : null;
    }
}
