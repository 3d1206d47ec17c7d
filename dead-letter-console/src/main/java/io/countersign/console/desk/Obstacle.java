package io.countersign.console.desk;

import io.countersign.contract.Code;

/**
 * Why a decision is not offered.
 *
 * @param firm true if no later event can lift it, so that the desk itself refuses; otherwise the broker, who knows the
 *     present state, is the one to say no
 */
public record Obstacle(Code code, String words, boolean firm) {

    static Obstacle firm(Code code, String words) {
        return new Obstacle(code, words, true);
    }

    /** What a letter does not offer as it is; a later event may change that. */
    static Obstacle notOffered(String words) {
        return new Obstacle(Code.NOT_OFFERED, words, false);
    }

    /** What a letter never offers. */
    static Obstacle neverOffered(String words) {
        return firm(Code.NOT_OFFERED, words);
    }
}
