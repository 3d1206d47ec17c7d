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
        /** It begins another run: what was shown of this intent before does not count any more. */
        BEGINS_ANEW,
        LEFT_OUT
    }

    private final Map<Integer, Execution> attempts = new HashMap<>();
    private final boolean fromTheStart;
    private int attempt;
    private @Nullable String run;
    private int next;

    /** @param fromTheStart true if nothing of the intent can have been shown before */
    Pieces(boolean fromTheStart) {
        this.fromTheStart = fromTheStart;
    }

    void learn(Execution execution) {
        attempts.put(execution.attempt(), execution);
    }

    /** Whether the attempt's lease is known; until then none of its pieces can be taken. */
    boolean knows(int attempt) {
        return attempts.containsKey(attempt);
    }

    Showing take(Entry.Piece piece) {
        var execution = attempts.get(piece.attempt());
        if (execution == null || !execution.leaseHash().equals(piece.leaseHash()) || piece.attempt() < attempt) {
            return Showing.LEFT_OUT;
        }
        if (piece.run().equals(run)) {
            return follows(piece);
        }
        if (piece.index() == 0) {
            boolean first = fromTheStart && run == null;
            show(piece);
            return first ? Showing.SHOWN : Showing.BEGINS_ANEW;
        }
        return run == null && goesOn(piece, execution) ? show(piece) : Showing.LEFT_OUT;
    }

    /** Whether all pieces up to that end have been shown for certain. */
    boolean haveAll(Execution ended) {
        var chunks = ended.chunks();
        return chunks == null
                || chunks == 0
                || ended.attempt() < attempt
                || (run != null && run.equals(ended.run()) && next == chunks);
    }

    /** Once everything up to that end has been read: whether some of its pieces are missing. */
    boolean lack(Execution ended) {
        return !haveAll(ended) && (run != null || fromTheStart);
    }

    private Showing follows(Entry.Piece piece) {
        return piece.index() == next ? show(piece) : Showing.LEFT_OUT;
    }

    /** In the middle of a run that was shown before, or that began before anybody looked. */
    private boolean goesOn(Entry.Piece piece, Execution execution) {
        return !fromTheStart && (execution.run() == null || piece.run().equals(execution.run()));
    }

    private Showing show(Entry.Piece piece) {
        attempt = piece.attempt();
        run = piece.run();
        next = piece.index() + 1;
        return Showing.SHOWN;
    }
}
