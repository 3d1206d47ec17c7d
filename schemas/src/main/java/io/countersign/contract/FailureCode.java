package io.countersign.contract;

import java.util.regex.Pattern;

/** The stable name of what went wrong with an attempt, in upper snake case: executors choose their own. */
public final class FailureCode {
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    private FailureCode() {}

    public static boolean isValid(String code) {
        return CODE.matcher(code).matches();
    }
}
