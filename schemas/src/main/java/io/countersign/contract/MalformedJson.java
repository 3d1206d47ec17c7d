package io.countersign.contract;

/** JSON that is refused, with the code of the refusal; the message is meant for whoever sent it. */
public final class MalformedJson extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    MalformedJson(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** One of MALFORMED, DUPLICATE_KEY, NUMBER_NOT_EXACT and TOO_LARGE. */
    public Code code() {
        return code;
    }
}
