package io.countersign.simulation.oracle;

import io.countersign.simulation.house.AnswerTerms;
import io.countersign.simulation.house.Ask;
import io.countersign.simulation.house.Clause;
import io.countersign.simulation.house.Opinion;
import io.countersign.simulation.house.Rescue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One event's view of everything, and the ways into states that do not depend on where an intent comes from. */
record Desk(
        Setting setting,
        Map<String, Case> cases,
        NaiveLedger ledger,
        Footprints footprints,
        Tasks tasks,
        Expected expected,
        LongSupplier nextTicket) {

    /** What comes of judging an intent now. */
    sealed interface Verdict {

        /** It may run. */
        record Go(Opinion.Admitted admitted, List<Opinion.Need> needs) implements Verdict {}

        /** It is answered at once, and needs nothing. */
        record Answer(AnswerTerms terms) implements Verdict {}

        /** People must agree. */
        record Ask(List<Clause> clauses) implements Verdict {}

        /** It waits, for these budgets or, if there are none, because a rule says so. */
        record Wait(long until, List<String> budgets) implements Verdict {}

        /** It may not run; {@code opensAt} says when it might. */
        record No(String code, @Nullable Long opensAt) implements Verdict {}
    }

    long now() {
        return setting.now();
    }

    boolean frozen(Ask ask) {
        return setting.freezes(ask);
    }

    /** When what waits will be looked at again. */
    static @Nullable Long due(Case known) {
        return switch (known.life) {
            case DEFERRED, RETRYING -> (Long) known.until;
            case HELD -> (Long) known.approveBy;
            default -> null;
        };
    }

    /** The first decision about an intent. */
    Case first(Ask ask, List<Event.Voter> votes, boolean answers) {
        var fresh = new Case(ask);
        var ways = new Ways(fresh, this);
        Long opensAt = null;
        if (ask.isPast(now())) {
            ways.end(Life.EXPIRED, "DEADLINE_PASSED");
            expected.letter("EXPIRED");
        } else {
            votes.forEach(vote -> fresh.met.addAll(metBy(vote, fresh)));
            long ticket = nextTicket.getAsLong();
            switch (inFull(fresh, ticket)) {
                case Verdict.Go go -> ways.approve(go, false);
                case Verdict.Answer answer -> ways.answer(answer);
                case Verdict.Ask question -> ways.hold(question, votes);
                case Verdict.Wait wait -> ways.defer(wait, ticket, now());
                case Verdict.No no -> {
                    ways.reject(no);
                    opensAt = no.opensAt();
                }
            }
        }
        if (answers) {
            expected.answer(fresh.code == null, fresh.code, fresh.code == null ? due(fresh) : opensAt);
        }
        return fresh;
    }

    /** The demands for which this one vote is enough. */
    List<String> metBy(Event.Voter voter, Case known) {
        return judge(known) instanceof Opinion.Admitted admitted ? met(admitted.clauses(), List.of(voter)) : List.of();
    }

    /** What an intent has left behind itself does not count against it. */
    private Opinion judge(Case known) {
        var past = footprints.past(known.ask, known.footprint, now());
        var standing = tasks.standing(known.ask, known.version > 0, now());
        return setting.house().judge(known.ask, standing, past, !known.tries.isEmpty(), now());
    }

    /** What stands in for an answer that no executor could give. */
    Rescue rescue(Case known) {
        return setting.house().rescue(known.ask, footprints.past(known.ask, known.footprint, now()), now());
    }

    static List<String> met(List<Clause> clauses, List<Event.Voter> votes) {
        var met = new ArrayList<String>();
        for (var clause : clauses) {
            long people = votes.stream()
                    .filter(vote -> clause.isFor(vote.roles()))
                    .map(Event.Voter::name)
                    .distinct()
                    .count();
            if (people >= clause.quorum()) {
                met.add(clause.demand());
            }
        }
        return met;
    }

    Verdict inFull(Case known, long ticket) {
        if (frozen(known.ask)) {
            return new Verdict.No("FROZEN", null);
        }
        return switch (judge(known)) {
            case Opinion.Refused refused -> new Verdict.No(refused.code(), null);
            case Opinion.Admitted admitted -> admitted(known, admitted, ticket);
        };
    }

    private Verdict admitted(Case known, Opinion.Admitted admitted, long ticket) {
        var open = admitted.clauses().stream()
                .filter(clause -> !known.met.contains(clause.demand()))
                .toList();
        if (!open.isEmpty()) {
            return new Verdict.Ask(open);
        }
        if (admitted.retryIn() > 0) {
            return new Verdict.Wait(now() + Math.max(1_000, admitted.retryIn()), List.of());
        }
        return admitted.answer() != null
                ? new Verdict.Answer(admitted.answer())
                : afford(known, admitted, known.ask.defer(), ticket);
    }

    /** Automatic attempts go before those who wait in line, and always rather wait than be refused. */
    Verdict charge(Case known) {
        return switch (setting.house().charge(known.ask, now())) {
            case Opinion.Refused refused -> new Verdict.No(refused.code(), null);
            case Opinion.Admitted admitted -> afford(known, admitted, true, Long.MIN_VALUE);
        };
    }

    private Verdict afford(Case known, Opinion.Admitted admitted, boolean mayWait, long ticket) {
        var needs = admitted.needs().stream()
                .map(need -> setting.capped(known.ask, need))
                .toList();
        var lacking = ledger.lacking(needs, budget -> somebodyWaits(budget, ticket), now());
        if (lacking.isEmpty()) {
            return new Verdict.Go(admitted, needs);
        }
        boolean never = lacking.stream().anyMatch(NaiveLedger.Lack::isForEver);
        long opensAt =
                lacking.stream().mapToLong(NaiveLedger.Lack::opensAt).max().orElseThrow();
        if (never || !mayWait) {
            return new Verdict.No("OVER_BUDGET", never ? null : (Long) opensAt);
        }
        return new Verdict.Wait(
                opensAt, lacking.stream().map(lack -> lack.need().budget()).toList());
    }

    private boolean somebodyWaits(String budget, long ticket) {
        return cases.values().stream()
                .anyMatch(other ->
                        other.life == Life.DEFERRED && other.ticket < ticket && other.waitsFor.contains(budget));
    }
}
