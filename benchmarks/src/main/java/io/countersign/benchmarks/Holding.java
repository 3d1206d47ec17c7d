package io.countersign.benchmarks;

/** How much a broker holds for a call before it lets it begin, and for how long. */
enum Holding {
    /** What the call can take at most, until it ends: what this product does. */
    BOUND("countersign"),
    /** Half of the limit, whatever the call asks for, until it ends. */
    HALF_OF_THE_LIMIT("flat-half"),
    /** What the call can take at most, until the window closes, however little it took. */
    BOUND_UNTIL_THE_WINDOW_CLOSES("no-early-settlement");

    private final String text;

    Holding(String text) {
        this.text = text;
    }

    /** Its name in results. */
    String text() {
        return text;
    }

    /** @param mostOutput the longest answer that the caller lets the model give */
    long of(Call call, long mostOutput, long limit) {
        return this == HALF_OF_THE_LIMIT ? limit / 2 : call.input() + mostOutput;
    }

    boolean settlesAtTheEnd() {
        return this != BOUND_UNTIL_THE_WINDOW_CLOSES;
    }
}
