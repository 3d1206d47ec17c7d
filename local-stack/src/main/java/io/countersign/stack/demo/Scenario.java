package io.countersign.stack.demo;

/**
 * One thing that the demo shows.
 *
 * @param asked what is asked for, in a line
 * @param play acts it out and says what came of it
 */
record Scenario(String asked, Play play) {

    /** Acts a scenario out. */
    @FunctionalInterface
    interface Play {
        Told in(World world);
    }

    /**
     * What came of a scenario.
     *
     * @param well whether it ended as it should
     */
    record Told(boolean well, String what) {

        static Told well(String what) {
            return new Told(true, what);
        }

        static Told badly(String what) {
            return new Told(false, what);
        }
    }
}
