package io.countersign.intake.http;

import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.door.Problems;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client has to say to make a WebSocket of its request (RFC 6455, section 4.2.1). */
final class Handshake {
    private static final String VERSION = "13";
    private static final String VERSION_HEADER = "Sec-WebSocket-Version";
    private static final int KEY_BYTES = 16;
    private static final int UPGRADE_REQUIRED = 426;

    private Handshake() {}

    /** Why these headers make no WebSocket; empty if they do. The server would refuse them without a word. */
    static Optional<Problem> objection(MultiMap headers) {
        if (!"websocket".equalsIgnoreCase(headers.get("Upgrade")) || !says(headers.get("Connection"), "upgrade")) {
            return Optional.of(Problems.malformed("a channel is a WebSocket"));
        }
        if (!VERSION.equals(headers.get(VERSION_HEADER))) {
            return Optional.of(Problem.of(
                            UPGRADE_REQUIRED, Code.MALFORMED.name(), "a channel is a WebSocket of version " + VERSION)
                    .withHeader(VERSION_HEADER, VERSION));
        }
        return isKey(headers.get("Sec-WebSocket-Key"))
                ? Optional.empty()
                : Optional.of(
                        Problems.malformed("Sec-WebSocket-Key is not the Base64 text of " + KEY_BYTES + " bytes"));
    }

    private static boolean says(@Nullable String header, String token) {
        return header != null
                && Arrays.stream(header.split(",", -1))
                        .anyMatch(said -> said.strip().equalsIgnoreCase(token));
    }

    private static boolean isKey(@Nullable String text) {
        try {
            return text != null && Base64.getDecoder().decode(text.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
