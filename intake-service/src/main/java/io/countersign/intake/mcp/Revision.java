package io.countersign.intake.mcp;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A revision of the protocol that the door speaks, oldest first. */
public enum Revision {
    MARCH_2025("2025-03-26"),
    JUNE_2025("2025-06-18"),
    NOVEMBER_2025("2025-11-25"),
    /** Knows no handshake: every request says for itself which revision it is of. */
    JULY_2026("2026-07-28");

    /** The latest that begins with a handshake. */
    static final Revision LATEST_WITH_HANDSHAKE = NOVEMBER_2025;

    /** That of a request which says nothing: the header came later. */
    static final Revision UNSAID = MARCH_2025;

    private final String text;

    Revision(String text) {
        this.text = text;
    }

    /** As it is written on the wire. */
    public String text() {
        return text;
    }

    /** Whether a client begins with {@code initialize}. */
    public boolean hasHandshake() {
        return compareTo(LATEST_WITH_HANDSHAKE) <= 0;
    }

    static Optional<Revision> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }

    /** What answers a client that offers this one in its handshake: the same, if we have it. */
    static Revision answering(String offered) {
        return of(offered).filter(Revision::hasHandshake).orElse(LATEST_WITH_HANDSHAKE);
    }

    /** All, the latest first. */
    static List<String> texts() {
        return Arrays.stream(values())
                .sorted(Comparator.reverseOrder())
                .map(Revision::text)
                .toList();
    }
}
