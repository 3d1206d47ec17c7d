package io.countersign.intake.http;

import io.countersign.door.CurrentCaller;
import io.countersign.door.browser.SessionForms;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.time.Instant;
import java.util.List;

/** {@code GET /playground/session}: who is signed in, and the token by which the page proves that it is ours. */
@Path(PlaygroundSession.PATH)
@Authenticated
@RunOnVirtualThread
class PlaygroundResource {
    private final CurrentCaller callers;
    private final SessionForms forms;

    PlaygroundResource(CurrentCaller callers, SessionForms forms) {
        this.callers = callers;
        this.forms = forms;
    }

    /**
     * Who is signed in.
     *
     * @param until when the session is over
     * @param form to be sent with every request of the page; empty for a caller with a bearer token, who needs none
     */
    public record Session(String tenant, String user, List<String> roles, Instant until, String form) {}

    @GET
    public Session session(@Context RoutingContext request) {
        var caller = callers.identify();
        return new Session(
                caller.owner().tenant(), caller.owner().user(), caller.roles(), callers.until(), forms.of(request));
    }
}
