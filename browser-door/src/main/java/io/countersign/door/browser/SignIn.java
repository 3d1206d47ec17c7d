package io.countersign.door.browser;

import io.countersign.contract.Code;
import io.countersign.door.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a browser gets its session: a cookie that holds a token. On loopback with the development issuer the page offers
 * the demo's people; otherwise it leads to the issuer, by {@link ProviderSignIn}.
 */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class SignIn {
    private final DevelopmentIssuer issuer;
    private final Provider provider;
    private final Sessions sessions;
    private final SessionForms forms;
    private final String place;

    SignIn(DevelopmentIssuer issuer, Provider provider, Sessions sessions, SessionForms forms, BrowserConfig config) {
        this.issuer = issuer;
        this.provider = provider;
        this.sessions = sessions;
        this.forms = forms;
        this.place = config.place();
    }

    /** The page's template. */
    @CheckedTemplate(basePath = "")
    static class Templates {
        private Templates() {}

        static native TemplateInstance signIn(String place, boolean open, String provider, List<DemoPerson> people);
    }

    @GET
    @Path("/sign-in")
    @PermitAll
    public TemplateInstance page(@Context HttpServerRequest request) {
        return Templates.signIn(place, isOffered(request), provider.name(), List.of(DemoPerson.values()));
    }

    @POST
    @Path("/sign-in")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @PermitAll
    public Response enter(
            @Context HttpServerRequest request,
            @Context RoutingContext routing,
            @FormParam(SessionForms.FIELD) @Nullable String csrf,
            @FormParam("person") @Nullable String person) {
        refuseForged(routing, csrf);
        if (!isOffered(request)) {
            throw new ProblemException(Code.FORBIDDEN, "Nobody is vouched for here: bring a token.");
        }
        var who = DemoPerson.named(person == null ? "" : person)
                .orElseThrow(() -> new ProblemException(Code.MALFORMED, "There is nobody of that name."));
        return Response.seeOther(URI.create("/"))
                .cookie(sessions.cookie(request, issuer.token(who), issuer.session()))
                .build();
    }

    @POST
    @Path("/sign-out")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @PermitAll
    public Response leave(
            @Context HttpServerRequest request,
            @Context RoutingContext routing,
            @FormParam(SessionForms.FIELD) @Nullable String csrf) {
        refuseForged(routing, csrf);
        return Response.seeOther(URI.create("/sign-in"))
                .cookie(sessions.cookie(request, "", Duration.ZERO))
                .build();
    }

    private void refuseForged(RoutingContext routing, @Nullable String csrf) {
        if (!OwnPages.sent(routing.request()) || !forms.isOwn(routing, csrf)) {
            throw new ProblemException(SessionForms.foreign());
        }
    }

    /** The name is checked too: a name that somebody points at this machine must not borrow its trust. */
    private boolean isOffered(HttpServerRequest request) {
        return issuer.isOpen()
                && PublicAddress.isLoopback(request.authority())
                && request.remoteAddress() != null
                && isLoopback(request.remoteAddress().hostAddress());
    }

    private static boolean isLoopback(@Nullable String address) {
        return address != null
                && (address.startsWith("127.") || address.equals("::1") || address.startsWith("0:0:0:0:0:0:0:1"));
    }
}
