package io.countersign.policystream.policy.expression;

import java.math.BigDecimal;

/** Numbers as people write them: {@code 250}, {@code 99.99}, {@code 12345678.9}. */
final class NumberText {
    private NumberText() {}

    static String of(Number number) {
        if (!(number instanceof Double real)) {
            return number.toString();
        }
        if (!Double.isFinite(real)) {
            return real.toString();
        }
        // valueOf takes the shortest digits that read back as the same double
        var exact = BigDecimal.valueOf(real);
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }
}
