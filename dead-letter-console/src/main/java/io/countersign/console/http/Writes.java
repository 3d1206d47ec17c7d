package io.countersign.console.http;

import jakarta.ws.rs.HttpMethod;
import java.util.Set;

/** Which requests change something. */
final class Writes {
    private static final Set<String> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private Writes() {}

    static boolean isWrite(String method) {
        return !READS.contains(method);
    }
}
