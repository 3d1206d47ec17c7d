package io.countersign.door.admission;

import io.countersign.contract.Limits;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How long a request's body is, or may be, by what the request says before its body comes. */
public final class BodyLength {
    /** JSON is read up to its own limit and no further; one that does not say its length is taken for an ordinary one. */
    static final long ORDINARY_JSON = 64L * 1024;

    private static final String JSON = "application/json";
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "DELETE");

    private BodyLength() {}

    /**
     * In bytes; never more than the largest that is read anywhere.
     *
     * @param streams whether the protocol ends a body by itself, without a {@code Transfer-Encoding} that announces one
     */
    public static long of(
            String method,
            boolean streams,
            @Nullable String contentLength,
            @Nullable String transferEncoding,
            @Nullable String contentType) {
        if (isUnsaid(method, streams, contentLength, transferEncoding)) {
            return unsaid(contentType);
        }
        return contentLength == null ? 0 : said(contentLength, contentType);
    }

    /** Whether a body comes, or may come, that does not say its length. */
    public static boolean isUnsaid(
            String method, boolean streams, @Nullable String contentLength, @Nullable String transferEncoding) {
        return transferEncoding != null || (contentLength == null && streams && !WITHOUT_BODY.contains(method));
    }

    private static long said(String contentLength, @Nullable String contentType) {
        try {
            return Math.min(Limits.BUNDLE_BYTES, Long.parseLong(contentLength.strip()));
        } catch (NumberFormatException e) {
            return unsaid(contentType);
        }
    }

    /** Whatever does not call itself JSON may turn out to be the largest there is: a bundle. */
    private static long unsaid(@Nullable String contentType) {
        return isJson(contentType) ? ORDINARY_JSON : Limits.BUNDLE_BYTES;
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON);
    }
}
