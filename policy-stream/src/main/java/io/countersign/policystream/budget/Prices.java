package io.countersign.policystream.budget;

import java.math.BigInteger;

/**
 * What a model's tokens cost: millionths of the currency unit for a million tokens, each from 0 to 2^53 - 1.
 *
 * <p>Costs are calculated exactly, in whole numbers however large, and rounded up once, at the end: to reserve and to
 * settle alike, so that an attempt which stays within its tokens never costs more than was held for it.
 *
 * @param input of tokens of the request that the provider had to read
 * @param cached of tokens of the request that the provider served from its cache
 * @param output of tokens of the answer
 */
public record Prices(long input, long cached, long output) {

    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    public Prices {
        if (!isPrice(input) || !isPrice(cached) || !isPrice(output)) {
            throw new IllegalArgumentException("not prices: " + input + ", " + cached + ", " + output);
        }
    }

    /** The most that so many tokens cost, however many of them are cached; {@code Long.MAX_VALUE} if it is more. */
    public long atMost(long inputTokens, long outputTokens) {
        return cost(product(inputTokens, Math.max(input, cached)).add(product(outputTokens, output)));
    }

    /** What this use costs; {@link Consumption#MOST} if it is more. */
    public long of(Consumption used) {
        long fromCache = Math.min(used.cachedTokens(), used.inputTokens());
        var sum = product(used.inputTokens() - fromCache, input)
                .add(product(fromCache, cached))
                .add(product(used.outputTokens(), output));
        return Math.min(cost(sum), Consumption.MOST);
    }

    /** The higher of each price. */
    public Prices orHigher(Prices other) {
        return new Prices(Math.max(input, other.input), Math.max(cached, other.cached), Math.max(output, other.output));
    }

    private static boolean isPrice(long price) {
        return price >= 0 && price <= Consumption.MOST;
    }

    private static BigInteger product(long tokens, long price) {
        return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(price));
    }

    /** From millionths of millionths, rounded up. */
    private static long cost(BigInteger sum) {
        var roundedUp = sum.add(MILLION).subtract(BigInteger.ONE).divide(MILLION);
        return roundedUp.min(MOST).longValueExact();
    }
}
