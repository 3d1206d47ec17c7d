package io.countersign.executor;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/** Counts tokens as OpenAI's models of the last years do. Its tables take tens of megabytes and are read at the first use. */
final class TokenCounter {

    private static final class Tables {
        private static final Encoding O200K =
                Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

        private Tables() {}
    }

    private TokenCounter() {}

    /** Reads the tables beforehand, so that no answer has to wait for them. */
    static void prepare() {
        var unused = Tables.O200K;
    }

    static long count(String text) {
        return Tables.O200K.countTokensOrdinary(text);
    }
}
