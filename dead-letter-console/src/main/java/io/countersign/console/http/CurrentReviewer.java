package io.countersign.console.http;

import io.countersign.console.desk.Reviewer;
import jakarta.enterprise.context.RequestScoped;
import java.util.Objects;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who is at the desk in this request, from the token alone. */
@RequestScoped
class CurrentReviewer {
    private final JsonWebToken token;

    CurrentReviewer(JsonWebToken token) {
        this.token = token;
    }

    Reviewer get() {
        return new Reviewer(
                text("tenant"),
                Objects.requireNonNullElse(token.getSubject(), ""),
                token.getClaim("azp"),
                token.getGroups());
    }

    /** True if the browser's cookie holds the token. */
    boolean isSignedIn() {
        return token.getRawToken() != null;
    }

    private String text(String claim) {
        return token.getClaim(claim) instanceof String text ? text : "";
    }
}
