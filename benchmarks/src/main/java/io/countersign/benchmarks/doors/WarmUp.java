package io.countersign.benchmarks.doors;

import java.io.IOException;

/**
 * Rounds of load that are not measured, until they get no faster: the doors' processes make their machine code meanwhile, which
 * takes minutes where five processes share two cores.
 */
final class WarmUp {

    private static final int MOST_ROUNDS = 18;
    private static final int ROUNDS_WITHOUT_GAIN = 3;
    private static final double GAIN = 1.05;

    private WarmUp() {}

    /** Some seconds of a load. */
    @FunctionalInterface
    interface Round {
        /** How fast it was, in what unit ever: more is faster. */
        double run() throws IOException, InterruptedException;
    }

    /** Runs rounds up to the third behind the last that was faster than all before it by a twentieth, {@value #MOST_ROUNDS} at most. */
    static void run(Round round) throws IOException, InterruptedException {
        double fastest = 0;
        int since = 0;
        for (int rounds = 0; rounds < MOST_ROUNDS && since < ROUNDS_WITHOUT_GAIN; rounds++) {
            double speed = round.run();
            since = speed > fastest * GAIN ? 0 : since + 1;
            fastest = Math.max(speed, fastest);
        }
    }
}
