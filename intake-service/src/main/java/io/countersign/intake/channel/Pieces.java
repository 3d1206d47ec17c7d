package io.countersign.intake.channel;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which pieces of one intent's output are shown: those of one run at a time, in order, without a gap, and only those that
 * carry the lease of an attempt that the audit log knows. Once a new run has begun, nothing of an older one is shown.
 */
final class Pieces {
    /** What to do with a piece. */
    enum Showing {
        SHOWN,
        /** It begins another run: what was shown of this intent before does not count any more. To be {@link #advance}d. */
        BEGINS_ANEW,
        LEFT_OUT
    }

    private final Map<Integer, Execution> attempts = new HashMap<>();

    /** True as long as nobody knows what was shown before. */
    private boolean unknown;

    private boolean closed;
    private @Nullable Progress progress;

    private Pieces(boolean unknown, @Nullable Progress progress) {
        this.unknown = unknown;
        this.progress = progress;
    }

    /** Of an intent of which so much has been shown; null is nothing. */
    static Pieces shown(@Nullable Progress progress) {
        return new Pieces(false, progress);
    }

    /** Of an intent of which something may have been shown: it goes on wherever its run is. */
    static Pieces unknown() {
        return new Pieces(true, null);
    }

    void learn(Execution execution) {
        attempts.put(execution.attempt(), execution);
    }

    /** Whether the attempt's lease is known; until then none of its pieces can be taken. */
    boolean knows(int attempt) {
        return closed || attempts.containsKey(attempt);
    }

    /** Nothing more is shown: the end has been told. */
    void close() {
        closed = true;
    }

    @Nullable
    Progress progress() {
        return progress;
    }

    Showing take(Entry.Piece piece) {
        var execution = attempts.get(piece.attempt());
        var before = progress;
        if (closed
                || execution == null
                || !execution.leaseHash().equals(piece.leaseHash())
                || (before != null && piece.attempt() < before.attempt())) {
            return Showing.LEFT_OUT;
        }
        if (before != null && before.isOf(piece.run())) {
            return piece.index() == before.next() ? show(piece) : Showing.LEFT_OUT;
        }
        if (piece.index() == 0) {
            return begin(piece, before != null || unknown);
        }
        return unknown && before == null && isCurrent(piece, execution) ? show(piece) : Showing.LEFT_OUT;
    }

    /** The restart has been told, and now its piece is. */
    void advance() {
        if (progress != null) {
            progress = progress.advanced();
        }
    }

    /** Whether all pieces up to that end have been shown for certain. */
    boolean haveAll(Execution ended) {
        var chunks = ended.chunks();
        var run = ended.run();
        return closed
                || chunks == null
                || chunks == 0
                || (progress != null
                        && (ended.attempt() < progress.attempt()
                                || (run != null && progress.isOf(run) && progress.next() == chunks)));
    }

    /** Once everything up to that end has been read: whether some of its pieces are missing. */
    boolean lack(Execution ended) {
        return !haveAll(ended) && (progress != null || !unknown);
    }

    /** Of the latest attempt, and of the run that the audit log tells of, if it tells of one. */
    private boolean isCurrent(Entry.Piece piece, Execution execution) {
        var run = execution.run();
        return attempts.keySet().stream().allMatch(attempt -> attempt <= piece.attempt())
                && (run == null || run.equals(piece.run()));
    }

    private Showing begin(Entry.Piece piece, boolean anew) {
        if (!anew) {
            return show(piece);
        }
        progress = Progress.of(piece);
        return Showing.BEGINS_ANEW;
    }

    private Showing show(Entry.Piece piece) {
        progress = Progress.of(piece).advanced();
        return Showing.SHOWN;
    }
}
