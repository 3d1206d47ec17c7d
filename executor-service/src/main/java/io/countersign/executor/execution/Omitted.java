package io.countersign.executor.execution;

/** What stands in the place of a result that is not passed on: JSON, as the effect has happened all the same. */
public final class Omitted {

    private Omitted() {}

    /** In the place of what is not there, or cannot be read. */
    public static String because(String code) {
        return "{\"omitted\":{\"code\":\"" + code + "\"}}";
    }

    /** In the place of what is longer than so many bytes. */
    public static String tooLarge(int limit) {
        return "{\"omitted\":{\"code\":\"RESULT_TOO_LARGE\",\"limit\":" + limit + "}}";
    }
}
