package io.countersign.intake.submission;

import io.countersign.contract.Code;
import io.countersign.submission.Refusal;

/** A body that is not what it has to be; never leaves this package. */
final class UnfitBody extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final String detail;

    UnfitBody(Code code, String detail) {
        super(detail, null, false, false);
        this.code = code;
        this.detail = detail;
    }

    UnfitBody(String detail) {
        this(Code.MALFORMED, detail);
    }

    Refusal refusal() {
        return new Refusal(code, detail);
    }
}
