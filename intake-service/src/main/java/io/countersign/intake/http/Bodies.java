package io.countersign.intake.http;

import io.countersign.contract.Code;
import io.countersign.contract.Limits;
import io.countersign.door.Problem;
import io.countersign.door.ProblemException;
import io.countersign.door.Problems;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads requests: bodies no further than they may go. */
final class Bodies {
    /** So much of a body that is too long is read all the same, so that its sender gets to the answer. */
    private static final int PASSED_OVER = 8 * Limits.INPUT_BYTES;

    private Bodies() {}

    /** The body, if it is JSON by its type and no longer than any may be; else it is a problem. */
    static byte[] json(HttpHeaders headers, InputStream body) throws IOException {
        if (!isJson(headers.getHeaderString(HttpHeaders.CONTENT_TYPE))) {
            throw new ProblemException(notJson());
        }
        return read(body).orElseThrow(() -> new ProblemException(Problems.tooLarge(Limits.INPUT_BYTES)));
    }

    /** All values of a header. */
    static List<String> values(HttpHeaders headers, String name) {
        var values = headers.getRequestHeader(name);
        return values == null ? List.of() : values;
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    /** Empty if it is longer than any body may be. */
    private static Optional<byte[]> read(InputStream body) throws IOException {
        var bytes = body.readNBytes(Limits.INPUT_BYTES + 1);
        if (bytes.length <= Limits.INPUT_BYTES) {
            return Optional.of(bytes);
        }
        body.skip(PASSED_OVER);
        return Optional.empty();
    }

    private static Problem notJson() {
        return Problem.of(Code.UNSUPPORTED_MEDIA_TYPE, "the body has to be application/json");
    }
}
