package io.countersign.intake.submission;

import io.countersign.contract.Code;

/** What the door itself refuses: the stable code, and why in words meant for the caller. */
public record Refusal(Code code, String detail) implements Reading, SessionReading {
    static Refusal malformed(String detail) {
        return new Refusal(Code.MALFORMED, detail);
    }
}
