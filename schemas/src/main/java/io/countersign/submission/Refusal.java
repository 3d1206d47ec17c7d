package io.countersign.submission;

import io.countersign.contract.Code;

/** What a door itself refuses: the stable code, and why in words meant for the caller. */
public record Refusal(Code code, String detail) implements Reading {

    /** Not what it has to be. */
    public static Refusal malformed(String detail) {
        return new Refusal(Code.MALFORMED, detail);
    }
}
