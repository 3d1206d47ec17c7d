package io.countersign.door.admission;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How long a request's body is, or may be, by what the request says before its body comes. */
public final class BodyLength {
    /** JSON is read up to its own limit and no further; one that does not say its length is taken for an ordinary one. */
    static final long ORDINARY_JSON = 64L * 1024;

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "DELETE");

    private final long largest;
    private final long largestForm;
    private final long wall;

    /**
     * @param largest that is read anywhere at this door, in bytes
     * @param largestForm as for forms, which people without a token send too
     * @param wall so many bytes nothing may have
     */
    public BodyLength(long largest, long largestForm, long wall) {
        this.largest = largest;
        this.largestForm = largestForm;
        this.wall = wall;
    }

    /**
     * In bytes; never more than the largest that is read.
     *
     * @param streams whether the protocol ends a body by itself, without a {@code Transfer-Encoding} that announces one
     */
    public long of(
            String method,
            boolean streams,
            @Nullable String contentLength,
            @Nullable String transferEncoding,
            @Nullable String contentType) {
        if (isUnsaid(method, streams, contentLength, transferEncoding)) {
            return unsaid(contentType);
        }
        if (contentLength == null) {
            return 0;
        }
        var said = said(contentLength);
        return said.isPresent() ? Math.min(largest, said.getAsLong()) : unsaid(contentType);
    }

    /** Whether a body comes, or may come, that does not say its length. */
    public static boolean isUnsaid(
            String method, boolean streams, @Nullable String contentLength, @Nullable String transferEncoding) {
        return transferEncoding != null || (contentLength == null && streams && !WITHOUT_BODY.contains(method));
    }

    /** The bytes that a body of this type may have, if it says that it has more. */
    public OptionalLong exceeded(@Nullable String contentLength, @Nullable String contentType) {
        long most = isOfType(FORM, contentType) ? Math.min(largestForm, wall) : wall;
        return said(contentLength).orElse(0) > most ? OptionalLong.of(most) : OptionalLong.empty();
    }

    private static OptionalLong said(@Nullable String contentLength) {
        try {
            return contentLength == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(contentLength.strip()));
        } catch (NumberFormatException noLength) {
            return OptionalLong.empty();
        }
    }

    /** Whatever calls itself neither JSON nor a form may turn out to be the largest there is. */
    private long unsaid(@Nullable String contentType) {
        if (isOfType(JSON, contentType)) {
            return Math.min(largest, ORDINARY_JSON);
        }
        return isOfType(FORM, contentType) ? largestForm : largest;
    }

    private static boolean isOfType(String type, @Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(type);
    }
}
