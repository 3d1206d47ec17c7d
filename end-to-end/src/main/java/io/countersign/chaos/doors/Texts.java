package io.countersign.chaos.doors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;

/** How a text is written where not every character may stand. */
final class Texts {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Texts() {}

    /** As JSON has it. */
    static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Every byte by its number, but for letters and digits. */
    static String encoded(String text) {
        var encoded = new StringBuilder();
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            if (Character.isLetterOrDigit(next & 0xff) && next > 0) {
                encoded.append((char) next);
            } else {
                encoded.append('%').append(String.format("%02X", next & 0xff));
            }
        }
        return encoded.toString();
    }
}
