package io.countersign.chaos.doors;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What stands before the body of an answer.
 *
 * @param status 0 if it says none
 * @param headers by their names in lower case; of several of one name, the first
 * @param end where the body ends, as it announces
 */
record Head(int status, Map<String, String> headers, End end) {

    private static final int SWITCHED = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** Where a body ends. */
    sealed interface End {
        /** After so many bytes. */
        record Length(long bytes) implements End {}

        /** After a chunk without a length. */
        record LastChunk() implements End {}

        /** Where the connection is closed. */
        record OfConnection() implements End {}
    }

    /** Reads it to the empty line after it. */
    static Head read(Received in) throws IOException {
        var words = in.line().split(" ", 3);
        boolean says = words.length > 1 && words[1].matches("[1-5][0-9]{2}");
        int status = says ? Integer.parseInt(words[1]) : 0;
        var headers = new HashMap<String, String>();
        for (var line = in.line(); !line.isEmpty(); line = in.line()) {
            var parts = line.split(":", 2);
            if (parts.length == 2) {
                headers.putIfAbsent(parts[0].strip().toLowerCase(Locale.ROOT), parts[1].strip());
            }
        }
        return new Head(status, headers, end(status, headers));
    }

    private static End end(int status, Map<String, String> headers) {
        if (status == SWITCHED || status == NO_CONTENT || status == NOT_MODIFIED) {
            return new End.Length(0);
        }
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return new End.LastChunk();
        }
        var length = headers.getOrDefault("content-length", "");
        return length.matches("[0-9]{1,9}") ? new End.Length(Long.parseLong(length)) : new End.OfConnection();
    }

    /** Whether it goes on for as long as there is something to tell. */
    boolean isStream() {
        return headers.getOrDefault("content-type", "").startsWith("text/event-stream");
    }
}
