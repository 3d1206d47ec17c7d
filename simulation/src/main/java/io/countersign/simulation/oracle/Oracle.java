package io.countersign.simulation.oracle;

import io.countersign.simulation.house.Ask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One owner's intents and holds as they should be: a fold over what has happened. */
public final class Oracle {

    private static final long MEMORY = 30L * 24 * 3_600_000;

    private final Map<String, Case> cases;
    private final NaiveLedger ledger;
    private final Footprints footprints;
    private final Tasks tasks;
    private long tickets;

    public Oracle() {
        this.cases = new LinkedHashMap<>();
        this.ledger = new NaiveLedger(cases);
        this.footprints = new Footprints();
        this.tasks = new Tasks();
    }

    private Oracle(Oracle from) {
        this.cases = new LinkedHashMap<>();
        from.cases.forEach((id, each) -> cases.put(id, each.copy()));
        this.ledger = from.ledger.copy(cases);
        this.footprints = from.footprints.copy();
        this.tasks = from.tasks.copy();
        this.tickets = from.tickets;
    }

    /** The same, to go back to. */
    public Oracle copy() {
        return new Oracle(this);
    }

    public @Nullable Case find(String id) {
        return cases.get(id);
    }

    public Map<String, Case> cases() {
        return cases;
    }

    public Tasks tasks() {
        return tasks;
    }

    public NaiveLedger ledger() {
        return ledger;
    }

    /** Says what must come of it, and takes it as come. */
    public Expected expect(String id, Event event, Setting setting) {
        var expected = new Expected();
        var known = remembered(id, setting.now());
        var settled = NaiveLedger.settledBy(known);
        var desk = new Desk(setting, cases, ledger, footprints, tasks, expected, this::nextTicket);
        if (event instanceof Event.Submit submit) {
            submitted(known, submit.ask(), desk);
        } else if (event instanceof Event.Derive derive) {
            if (known == null) {
                cases.put(id, desk.first(derive.ask(), List.of(derive.voter()), false));
            }
        } else if (known == null) {
            unknown(event, expected);
        } else {
            happened(known, event, desk);
        }
        if (expected.isChange()) {
            expected.reach(ledger.reached(settled, cases.get(id), setting.now()));
        }
        return expected;
    }

    /** What ended thirty days ago is not known any more, whether its timer has fired or not. */
    private @Nullable Case remembered(String id, long now) {
        var known = cases.get(id);
        if (known == null || !known.life.isEnd() || now < known.since + MEMORY) {
            return known;
        }
        ledger.forget(known);
        cases.remove(id);
        return null;
    }

    private long nextTicket() {
        tickets++;
        return tickets;
    }

    private void submitted(@Nullable Case known, Ask ask, Desk desk) {
        var expected = desk.expected();
        if (known != null) {
            if (known.ask.isRepeatedBy(ask)) {
                expected.answer(known.code == null, known.code, known.code == null ? Desk.due(known) : null);
            } else {
                expected.answer(false, "ID_REUSED").letter("REJECTED");
            }
        } else if (isTooOld(ask.id(), desk.setting().now())) {
            expected.answer(false, "ID_EXPIRED").letter("REJECTED");
        } else {
            cases.put(ask.id(), desk.first(ask, List.of(), true));
        }
    }

    /** Version 7 ids begin with their millisecond. */
    private static boolean isTooOld(String id, long now) {
        return id.charAt(14) == '7' && Long.parseLong(id.substring(0, 8) + id.substring(9, 13), 16) < now - MEMORY;
    }

    private static void unknown(Event event, Expected expected) {
        if (event instanceof Event.Cancel || event instanceof Event.Review) {
            expected.answer(false, "NOT_FOUND");
        } else if (event instanceof Event.Report) {
            expected.stray();
        }
    }

    private void happened(Case known, Event event, Desk desk) {
        switch (event) {
            case Event.Cancel cancel -> new Ways(known, desk).cancel(cancel.by());
            case Event.Halt ignored -> new Ways(known, desk).halt();
            case Event.Review review -> new Reviewing(known, review, desk).decide();
            case Event.Report report -> new Reporting(known, report, desk).decide();
            case Event.Fence fence -> new Ways(known, desk).fence(fence);
            case Event.Due due -> due(known, due, desk);
            case Event.Wake ignored -> {
                if (known.life == Life.DEFERRED) {
                    new Ways(known, desk).reconsider();
                }
            }
            case Event.Submit ignored -> throw new IllegalStateException();
            case Event.Derive ignored -> throw new IllegalStateException();
        }
    }

    private void due(Case known, Event.Due due, Desk desk) {
        var promised = known.timers().get(due.name());
        if (promised == null
                || promised != due.due()
                || due.due() > desk.setting().now()) {
            return;
        }
        new Ways(known, desk).timedOut(due.name());
    }
}
