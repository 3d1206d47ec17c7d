package io.countersign.intake.channel;

/**
 * A place among the pieces of an owner's partition.
 *
 * @param offset the offset of the next piece to show
 * @param restartTold true if it has been told already that a run begins anew with that piece
 */
public record OutputPlace(long offset, boolean restartTold) {
    static final String PATTERN = "o(\\d{1,18})(r?)";

    static OutputPlace at(long offset) {
        return new OutputPlace(offset, false);
    }

    /** Of the two groups of {@link #PATTERN}. */
    static OutputPlace read(String offset, String restart) {
        return new OutputPlace(Long.parseLong(offset), !restart.isEmpty());
    }

    String text() {
        return "o" + offset + (restartTold ? "r" : "");
    }
}
