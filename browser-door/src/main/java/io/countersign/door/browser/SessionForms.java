package io.countersign.door.browser;

import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The token in every form, by which a write is known to come from a page that this very session was shown.
 * It is an HMAC under the session's own secret, the cookie that neither scripts nor other sites can read: so nothing is
 * kept, every instance knows it, and it is good in no other session. Whoever is not signed in has a cookie of its own
 * for the sign-in page, whose forms are good as long as this process lives.
 */
@Named("csrf")
@Singleton
public class SessionForms {
    /** The form field that carries the token. */
    public static final String FIELD = "csrf";

    private static final String CODE = "FORM_OF_ANOTHER_SESSION";
    private static final String VISITOR = "countersign-visitor";
    private static final String MAC = "HmacSHA256";
    private static final String PURPOSE = "countersign form";
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final byte[] visitorsKey = randomBytes();
    private final CurrentVertxRequest current;
    private final PublicAddress address;
    private final String session;

    SessionForms(CurrentVertxRequest current, PublicAddress address, BrowserConfig config) {
        this.current = current;
        this.address = address;
        this.session = config.cookie();
    }

    /** For templates: the field's name. */
    public String getParameterName() {
        return FIELD;
    }

    /** For templates: the token of the current session; a visitor without one gets a cookie for it. */
    public String getToken() {
        var request = current.getCurrent();
        if (request.request().getHeader(HttpHeaders.AUTHORIZATION) != null) {
            return "";
        }
        var own = token(request);
        return own == null ? tokenOf(greet(request)) : own;
    }

    /** The token of the request's session, for a page that asks for it; empty without one. */
    public String of(RoutingContext request) {
        var own = token(request);
        return own == null ? "" : own;
    }

    /** True if the token was made for the session of this request. */
    public boolean isOwn(RoutingContext request, @Nullable String token) {
        var own = token(request);
        return own != null && token != null && MessageDigest.isEqual(bytes(own), bytes(token));
    }

    /** What is answered to a form without a token of its own session. */
    public static Problem foreign() {
        return Problem.of(
                Code.FORBIDDEN.status(),
                CODE,
                "Nothing was done. Open the page again, in the session that you are signed in with, and repeat it"
                        + " there.");
    }

    private @Nullable String token(RoutingContext request) {
        var signedIn = request.request().getCookie(session);
        if (signedIn != null && !signedIn.getValue().isEmpty()) {
            return hmac(bytes(signedIn.getValue()), PURPOSE);
        }
        var visitor = request.request().getCookie(VISITOR);
        return visitor == null ? null : tokenOf(visitor.getValue());
    }

    private String tokenOf(String visitor) {
        return hmac(visitorsKey, PURPOSE + "\n" + visitor);
    }

    private String greet(RoutingContext request) {
        var visitor = text(randomBytes());
        request.response()
                .addCookie(Cookie.cookie(VISITOR, visitor)
                        .setPath("/")
                        .setHttpOnly(true)
                        .setSecure(address.isSecure(request.request()))
                        .setSameSite(CookieSameSite.STRICT));
        return visitor;
    }

    private byte[] randomBytes() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String hmac(byte[] key, String message) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return text(mac.doFinal(bytes(message)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + MAC, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
