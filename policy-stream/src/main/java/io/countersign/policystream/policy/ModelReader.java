package io.countersign.policystream.policy;

import io.countersign.contract.Limits;
import io.countersign.contract.ModelName;
import io.countersign.policystream.budget.Prices;
import io.countersign.policystream.policy.Documents.Known;
import io.countersign.policystream.policy.expression.Words;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads documents of kind Model. */
final class ModelReader {

    Known read(Fields fields) {
        String name = fields.requiredText("name");
        if (!name.isBlank() && !ModelName.isValid(name)) {
            fields.problem(
                    "name",
                    "'" + Words.clean(name) + "' must be letters, digits and the signs . _ : / @ + -, at most 128"
                            + " characters, and begin with a letter or digit");
        }
        var prices = prices(fields);
        var maxOutput = fields.has("maxOutput") ? fields.amount("maxOutput", 1) : Optional.<Long>empty();
        var fallbacks = fields.texts("fallbacks");
        fields.done();
        checkLongest(fields, prices, maxOutput.orElse(null));
        if (fallbacks.size() > Model.MOST_FALLBACKS) {
            fields.problem("fallbacks", "must be " + Model.MOST_FALLBACKS + " at most");
        }
        var names = fallbacks.stream().map(Placed::text).distinct().toList();
        return new Known(fields.what(), fallbacks, new Model(name, prices, maxOutput.orElse(null), names));
    }

    private static Prices prices(Fields fields) {
        fields.demand("prices");
        var prices = fields.map("prices").orElse(null);
        if (prices == null) {
            return new Prices(0, 0, 0);
        }
        long input = price(prices, "input").orElse(0L);
        long cached = prices.has("cached") ? price(prices, "cached").orElse(0L) : input;
        long output = price(prices, "output").orElse(0L);
        prices.done();
        return new Prices(input, cached, output);
    }

    private static Optional<Long> price(Fields prices, String field) {
        prices.demand(field);
        return prices.amount(field, 0);
    }

    private static void checkLongest(Fields fields, Prices prices, @Nullable Long maxOutput) {
        if (maxOutput != null && prices.atMost(0, maxOutput) > Limits.EXACT_INTEGER) {
            fields.problem("maxOutput", "so long an answer would cost more than 2^53 - 1 micro-units");
        }
    }
}
