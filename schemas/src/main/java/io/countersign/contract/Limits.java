package io.countersign.contract;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sizes and times that the contract fixes; lengths are of UTF-8 bytes unless they say otherwise. */
public final class Limits {
    public static final int PARAMETERS_BYTES = 256 * 1024;
    public static final int RESULT_BYTES = 256 * 1024;

    /** An agent's own words for why. With parameters and result it has to fit into one record. */
    public static final int JUSTIFICATION_BYTES = 16 * 1024;

    /** Characters of an executor's account of a failure. */
    public static final int MESSAGE_LENGTH = 2_000;

    /** The largest body of a door, and the largest record that any client may write. */
    public static final int INPUT_BYTES = 1024 * 1024;

    public static final int DEAD_LETTER_BYTES = 4 * 1024 * 1024;
    public static final int BUNDLE_BYTES = 16 * 1024 * 1024;

    /** JSON containers within each other; the outermost is 1. */
    public static final int NESTING = 64;

    /** 2^53 - 1: beyond it, JSON readers disagree on integers. */
    public static final long EXACT_INTEGER = 9_007_199_254_740_991L;

    public static final int OWNER_BYTES = 256;

    /** Characters of an action's name. */
    public static final int ACTION_NAME_LENGTH = 64;

    public static final int NONCE_BYTES = 32;

    /** A letter holds an unreadable value untouched up to this length. */
    public static final int RAW_VALUE_BYTES = 2 * 1024 * 1024;

    /** A letter holds so much of a value that is longer than {@link #RAW_VALUE_BYTES}. */
    public static final int RAW_HEAD_BYTES = 64 * 1024;

    /** Characters of a stack trace in a letter. */
    public static final int STACK_LENGTH = 8 * 1024;

    /** How often a review may put an unreadable record back. */
    public static final int HOPS = 3;

    /** Ended intents are remembered and de-duplicated for so long. */
    public static final Duration REMEMBERED = Duration.ofDays(30);

    /** The shortest time for which a session is opened. */
    public static final Duration SHORTEST_SESSION = Duration.ofSeconds(1);

    /** The longest time for which a session is opened. */
    public static final Duration LONGEST_SESSION = Duration.ofDays(30);

    /** The longest time for which an answer is kept in the response cache. */
    public static final Duration CACHED_FOR = Duration.ofDays(7);

    /** A piece of a streamed answer. */
    public static final int CHUNK_BYTES = 256 * 1024;

    /** Three bytes are the most that one character takes; a pair of surrogates takes four. */
    private static final int MOST_BYTES_OF_A_CHARACTER = 3;

    private Limits() {}

    /** True if the text has more than so many bytes; most texts need not be encoded to tell. */
    public static boolean exceeds(String text, int bytes) {
        if (text.length() > bytes) {
            return true;
        }
        return text.length() > bytes / MOST_BYTES_OF_A_CHARACTER
                && text.getBytes(StandardCharsets.UTF_8).length > bytes;
    }
}
