package io.countersign.policystream.budget;

import java.util.List;

/**
 * What an attempt's tokens cost: the prices of every model that may answer, as its approval knew them.
 *
 * @param rates one for each of these models, the one that was asked for first; a single one without a name where whichever
 *     the executor likes may answer
 */
public record Tariff(List<Rate> rates) {

    private static final String ANY = "";

    /** The prices of one model. */
    public record Rate(String model, Prices prices) {}

    public Tariff {
        rates = List.copyOf(rates);
        if (rates.isEmpty()) {
            throw new IllegalArgumentException("no prices");
        }
    }

    /** One price for whatever answers. */
    public static Tariff ofAny(Prices prices) {
        return new Tariff(List.of(new Rate(ANY, prices)));
    }

    /** The models that may answer in the place of the one that was asked for, in the order in which to try them. */
    public List<String> fallbacks() {
        return rates.stream().skip(1).map(Rate::model).toList();
    }

    /** The most that so many tokens cost, whichever of the models answers; {@code Long.MAX_VALUE} if it is more. */
    public long atMost(long inputTokens, long outputTokens) {
        return rates.stream()
                .mapToLong(rate -> rate.prices().atMost(inputTokens, outputTokens))
                .max()
                .orElseThrow();
    }

    /**
     * What this use costs. One that does not say by which of the models costs what the dearest of them makes of it, so that
     * nothing gets cheaper by a name that is left out or made up.
     */
    public long of(Consumption used) {
        return rates.stream()
                .filter(rate -> rate.model().equals(used.model()))
                .findFirst()
                .map(rate -> rate.prices().of(used))
                .orElseGet(() -> dearest(used));
    }

    private long dearest(Consumption used) {
        return rates.stream().mapToLong(rate -> rate.prices().of(used)).max().orElseThrow();
    }
}
