package io.countersign.intake.channel;

/**
 * How far one intent's output has been shown.
 *
 * @param attempt whose pieces they are
 * @param run marks the run that they are of: the beginning of its name
 * @param next the index of the next piece; 0 if only the restart has been told
 */
public record Progress(int attempt, String run, int next) {
    static final String PATTERN = "a(\\d{1,9})n(\\d{1,9})r([0-9A-Za-z-]{1,8})";

    private static final int MARK_LENGTH = 8;

    static Progress of(Entry.Piece next) {
        return new Progress(next.attempt(), mark(next.run()), next.index());
    }

    static String mark(String run) {
        return run.substring(0, Math.min(MARK_LENGTH, run.length()));
    }

    boolean isOf(String wholeRun) {
        return run.equals(mark(wholeRun));
    }

    Progress advanced() {
        return new Progress(attempt, run, next + 1);
    }

    String text() {
        return "a" + attempt + "n" + next + "r" + run;
    }
}
