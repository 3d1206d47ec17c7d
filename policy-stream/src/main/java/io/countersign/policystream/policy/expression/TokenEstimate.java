package io.countersign.policystream.policy.expression;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/** The function {@code estimate}: how many tokens of o200k_base a value has, as text. */
public final class TokenEstimate {
    /**
     * Long texts are counted in pieces, because the tokenizer's time grows with the square of what has no spaces. A cut
     * can only add tokens: the estimate stays an upper bound of the whole text's count.
     */
    private static final int PIECE = 2_048;

    private TokenEstimate() {}

    static long of(Object value) {
        return ofText(ValueText.of(value));
    }

    /** How many a text has. Special tokens in it are text: they are counted by their letters. */
    public static long ofText(String text) {
        long tokens = 0;
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + PIECE);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            tokens += Tokenizer.O200K.countTokensOrdinary(text.substring(at, end));
            at = end;
        }
        return tokens;
    }

    /** Loaded when it is first needed: its table takes half a second. */
    private static final class Tokenizer {
        private static final Encoding O200K =
                Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }
}
