package io.countersign.door.browser;

import io.countersign.contract.Code;
import io.countersign.door.CurrentCaller;
import io.countersign.door.ProblemException;
import io.countersign.door.Problems;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in by a provider: OpenID Connect's code flow with PKCE (RFC 7636). What the two ends of it have to know of each
 * other lies in a cookie of the browser that began; it ends with the same session as the development page. The cookie is not signed:
 * whoever can set cookies for this host can set the session's own, and needs no sign-in for that.
 */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class ProviderSignIn {
    private static final String RETURN = "/sign-in/return";
    private static final int SECONDS = 600;
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Provider provider;
    private final JWTParser tokens;
    private final CurrentCaller callers;
    private final Sessions sessions;
    private final PublicAddress address;
    private final String cookie;

    ProviderSignIn(
            Provider provider,
            JWTParser tokens,
            CurrentCaller callers,
            Sessions sessions,
            PublicAddress address,
            BrowserConfig config) {
        this.provider = provider;
        this.tokens = tokens;
        this.callers = callers;
        this.sessions = sessions;
        this.address = address;
        this.cookie = config.cookie() + "-flow";
    }

    /** The page's template. */
    @CheckedTemplate(basePath = "")
    static class Templates {
        private Templates() {}

        static native TemplateInstance signedIn();
    }

    /** The way there. */
    @GET
    @Path("/sign-in/provider")
    @PermitAll
    public Response begin(@Context HttpServerRequest request) throws InterruptedException {
        requireProvider();
        var state = secret();
        var verifier = secret();
        var there = provider.authorization(state, challenge(verifier), returnTo(request))
                .orElseThrow(ProviderSignIn::away);
        return Response.seeOther(there)
                .cookie(flow(request, state + "." + verifier, SECONDS))
                .build();
    }

    /** The way back. The session's cookie goes along only with requests that begin at a page of ours: so it is a page. */
    @GET
    @Path(RETURN)
    @PermitAll
    public Response end(
            @Context HttpServerRequest request,
            @QueryParam("state") @Nullable String state,
            @QueryParam("code") @Nullable String code)
            throws InterruptedException {
        requireProvider();
        var begun = request.getCookie(cookie);
        var known = begun == null ? new String[0] : begun.getValue().split("\\.", 2);
        if (known.length != 2 || known[0].isEmpty() || state == null || !isSame(known[0], state)) {
            throw new ProblemException(
                    Code.MALFORMED, "This sign-in was not begun here, or too long ago: begin again.");
        }
        if (code == null || code.isEmpty()) {
            throw new ProblemException(Code.FORBIDDEN, "The provider has not signed you in.");
        }
        var token = token(provider.exchange(code, known[1], returnTo(request)));
        return Response.ok(Templates.signedIn())
                .cookie(session(request, token), flow(request, "", 0))
                .build();
    }

    private void requireProvider() {
        if (!provider.isThere()) {
            throw new ProblemException(Problems.ofStatus(Code.NOT_FOUND.status()));
        }
    }

    private String token(Provider.Exchange exchange) {
        return switch (exchange) {
            case Provider.Exchange.Token(var token) -> token;
            case Provider.Exchange.Refused() ->
                throw new ProblemException(Code.FORBIDDEN, "The provider does not know this sign-in: begin again.");
            case Provider.Exchange.Away() -> throw away();
        };
    }

    private NewCookie session(HttpServerRequest request, String token) {
        var left = Duration.between(Instant.now(), callers.until(verified(token)));
        return sessions.cookie(request, token, left);
    }

    /** A token that is good here, and names somebody. */
    private JsonWebToken verified(String token) {
        try {
            var verified = tokens.parse(token);
            CurrentCaller.identify(verified);
            return verified;
        } catch (ParseException notOurs) {
            throw new ProblemException(Code.FORBIDDEN, "The provider's token is not meant for this service.");
        }
    }

    private NewCookie flow(HttpServerRequest request, String value, int seconds) {
        return new NewCookie.Builder(cookie)
                .value(value)
                .path("/sign-in")
                .maxAge(seconds)
                .httpOnly(true)
                .secure(address.isSecure(request))
                .sameSite(SameSite.LAX)
                .build();
    }

    private URI returnTo(HttpServerRequest request) {
        return address.of(request, RETURN);
    }

    private static ProblemException away() {
        return new ProblemException(Problems.away("the identity provider does not answer"));
    }

    private String secret() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String challenge(String verifier) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
