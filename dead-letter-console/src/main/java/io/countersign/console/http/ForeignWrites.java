package io.countersign.console.http;

import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.door.ProblemAnswers;
import io.countersign.door.browser.OwnPages;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Refuses writes that a browser says come from another site's page, whatever tokens they carry. */
final class ForeignWrites {
    private final ProblemAnswers answers;

    ForeignWrites(ProblemAnswers answers) {
        this.answers = answers;
    }

    @ServerRequestFilter
    @Nullable
    Response refuse(ContainerRequestContext request, RoutingContext routing) {
        return !Writes.isWrite(request.getMethod()) || OwnPages.sent(routing.request())
                ? null
                : answers.answer(Problem.of(Code.FORBIDDEN, "writes come from the desk's own pages"));
    }
}
