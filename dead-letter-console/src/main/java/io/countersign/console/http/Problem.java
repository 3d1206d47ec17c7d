package io.countersign.console.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.countersign.console.desk.Finding;
import io.countersign.console.desk.Words;
import io.countersign.contract.Code;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An error of the desk's doors by RFC 9457; the code is stable, and for a conflict it says who did what and when. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable String state,
        @Nullable Long version,
        @Nullable String actor,
        @Nullable String did,
        @Nullable Instant at,
        @Nullable List<Finding> reasons) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(Code code, String detail) {
        return of(code.name(), code.status(), detail);
    }

    static Problem of(String code, int status, String detail) {
        return new Problem("about:blank", Words.ofCode(code), status, detail, code, null, null, null, null, null, null);
    }

    Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }

    /** The HTTP status of a code, also of one that this desk does not know. */
    static int statusOf(String code) {
        for (var known : Code.values()) {
            if (known.name().equals(code)) {
                return known.status();
            }
        }
        return Code.STALE.status();
    }
}
