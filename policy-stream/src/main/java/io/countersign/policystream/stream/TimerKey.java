package io.countersign.policystream.stream;

import io.countersign.policystream.lifecycle.Timer;
import io.countersign.policystream.lifecycle.TimerName;
import io.countersign.policystream.session.OpenedSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A timer in the store: due time, place in line, owner, intent and name, so that a scan meets timers in the order in
 * which they are due, and those of one instant first come, first served.
 *
 * @param place 0 for intents that stand in no line
 * @param intentId the intent; the balance, if the timer is a window's, the sum or session if it is a memory's, the session
 *     if it is a session's
 */
record TimerKey(Instant due, long place, String owner, String intentId, TimerName name) {

    private static final int PREFIX = Long.BYTES + Long.BYTES;

    static TimerKey of(String owner, String intentId, long place, Timer timer) {
        return new TimerKey(timer.due(), place, owner, intentId, timer.name());
    }

    /** The timer at which a window closes. */
    static TimerKey ofWindow(String owner, String balance, Instant closes) {
        return new TimerKey(closes, 0, owner, balance, TimerName.WINDOW);
    }

    /** The timer at which a sum or a session of this name lapses. */
    static TimerKey ofMemory(String owner, String name, Instant lapses) {
        return new TimerKey(lapses, 0, owner, name, TimerName.MEMORY);
    }

    /** The timer at which a session is forgotten. */
    static TimerKey ofSession(String owner, OpenedSession session) {
        return new TimerKey(session.forgottenAt(), 0, owner, session.id(), TimerName.SESSION);
    }

    /** The smallest key that is due at this instant or later. */
    static byte[] from(long epochMilli) {
        return ByteBuffer.allocate(Long.BYTES).putLong(Math.max(0, epochMilli)).array();
    }

    static TimerKey read(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        var due = Instant.ofEpochMilli(buffer.getLong());
        long place = buffer.getLong();
        var words = new String(bytes, PREFIX, bytes.length - PREFIX, StandardCharsets.UTF_8).split(" ", 3);
        return new TimerKey(due, place, words[0], words[1], TimerName.valueOf(words[2]));
    }

    Timer timer() {
        return new Timer(name, due);
    }

    byte[] bytes() {
        var words = (owner + " " + intentId + " " + name.name()).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(PREFIX + words.length)
                .putLong(Math.max(0, due.toEpochMilli()))
                .putLong(place)
                .put(words)
                .array();
    }
}
