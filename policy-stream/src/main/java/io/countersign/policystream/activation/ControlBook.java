package io.countersign.policystream.activation;

import io.countersign.contract.ControlKeys;
import io.countersign.policystream.activation.ControlLog.Entry;
import io.countersign.v1.Control;
import io.countersign.wire.ControlRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the records of the log of controls come to: what is offered for adoption, and what stands. A policy that cannot be
 * used leaves the one before it in force; which ones can be used is tried as late as possible, because it takes seconds and
 * much memory: of those that lie in the log at the start only the last, and the others for whoever has not adopted them yet.
 * One thread writes, many may read.
 */
public final class ControlBook {

    private static final Logger LOG = LoggerFactory.getLogger(ControlBook.class);

    private final Predicate<String> usable;
    private final ConcurrentNavigableMap<Long, Entry> entries = new ConcurrentSkipListMap<>();
    private final Map<String, Entry> standing = new ConcurrentHashMap<>();
    private volatile @Nullable Unusable unusable;
    private boolean caughtUp;

    /** A record that was to put a policy into force, and could not. */
    private record Unusable(long offset, Instant appendedAt) {}

    /** @param usable whether one can decide by the bundle of that hash */
    public ControlBook(Predicate<String> usable) {
        this.usable = usable;
    }

    /** Takes the next record of the log. */
    public void take(long offset, ControlRecord record, Instant appendedAt) {
        switch (record) {
            case ControlRecord.Standing(var key, var control)
            when isPolicy(key) && !caughtUp -> entries.put(offset, new Entry(offset, key, control, appendedAt));
            case ControlRecord.Standing(var key, var control)
            when isUsable(key, control) -> enter(new Entry(offset, key, control, appendedAt));
            case ControlRecord.Standing(var key, var control) -> leaveOut(offset, key, unusable(control), appendedAt);
            case ControlRecord.Ended(var key) -> enter(new Entry(offset, key, null, appendedAt));
            case ControlRecord.Ignored(var key, var why) -> leaveOut(offset, key, why, appendedAt);
        }
    }

    /** Everything has been read that was there at the start: from here on a policy is tried as soon as it comes. */
    public void caughtUp() {
        caughtUp = true;
        for (var entry : entries.descendingMap().values()) {
            if (isPolicy(entry.key()) && isUsable(entry)) {
                enter(entry);
                return;
            }
        }
    }

    private static boolean isPolicy(@Nullable String key) {
        return ControlKeys.ACTIVE.equals(key);
    }

    private boolean isUsable(String key, Control control) {
        var bundle = control.getBundle();
        return !isPolicy(key) || (bundle != null && usable.test(bundle));
    }

    /** What cannot be used is left out when that is found, once. */
    private boolean isUsable(Entry entry) {
        var control = entry.control();
        if (control == null || isUsable(entry.key(), control)) {
            return true;
        }
        if (entries.remove(entry.offset(), entry)) {
            leaveOut(entry.offset(), entry.key(), unusable(control), entry.appendedAt());
        }
        return false;
    }

    private static String unusable(Control control) {
        return "its bundle " + control.getBundle() + " cannot be used";
    }

    private void enter(Entry entry) {
        entries.put(entry.offset(), entry);
        standing.put(entry.key(), entry);
        LOG.info("control read key={} offset={} control={}", entry.key(), entry.offset(), entry.control());
    }

    private void leaveOut(long offset, @Nullable String key, String why, Instant appendedAt) {
        LOG.error("a control is left out key={} offset={} why={}", key, offset, why);
        if (isPolicy(key) && (unusable == null || unusable.offset() < offset)) {
            unusable = new Unusable(offset, appendedAt);
        }
    }

    /** True if a policy was put into force, but none that can be used is left: compaction keeps only the last of a key. */
    boolean hasLostPolicy() {
        return unusable != null && !standing.containsKey(ControlKeys.ACTIVE);
    }

    /** What was in force before lost records stays so: as if they had said it again. */
    public void restore(Control active) {
        var lost = unusable;
        if (lost != null && isUsable(ControlKeys.ACTIVE, active)) {
            LOG.warn("the policy that was adopted before stays in force bundle={}", active.getBundle());
            enter(new Entry(lost.offset(), ControlKeys.ACTIVE, active, lost.appendedAt()));
        }
    }

    /** See {@link ControlLog#after}. */
    public List<Entry> after(long offset) {
        return entries.tailMap(offset, false).values().stream()
                .filter(this::isUsable)
                .toList();
    }

    /** The freezes in force, in the order of their scopes. */
    List<StandingFreeze> freezes(Instant now) {
        return inForce(now)
                .flatMap(entry -> StandingFreeze.of(entry).stream())
                .sorted(Comparator.comparing(StandingFreeze::scope))
                .toList();
    }

    /** The limits of single owners in force, by budget and owner. */
    List<StandingLimit> limits(Instant now) {
        return inForce(now)
                .flatMap(entry -> StandingLimit.of(entry).stream())
                .sorted(Comparator.comparing(StandingLimit::budget)
                        .thenComparing(limit -> limit.owner().key()))
                .toList();
    }

    private Stream<Entry> inForce(Instant now) {
        return standing.values().stream().filter(entry -> {
            var control = entry.control();
            return control != null
                    && (control.getUntil() == null || control.getUntil().isAfter(now));
        });
    }

    /** The control that stands under a key, if one does. */
    Optional<Control> standing(String key) {
        return Optional.ofNullable(standing.get(key)).map(Entry::control);
    }
}
