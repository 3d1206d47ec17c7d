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

    static Obstacle now(String words) {
        return new Obstacle(Code.STALE, words, false);
    }
}
