package io.countersign.policystream.lifecycle;

import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.budget.FixedWindow;
import io.countersign.policystream.budget.Hold;
import io.countersign.policystream.budget.Ledger;
import io.countersign.policystream.budget.RollingWindow;
import io.countersign.policystream.budget.WindowRule;
import io.countersign.policystream.policy.Judgement;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Cores that are wrong on purpose, each by one wrapper around the right one, and what the checks must say of them. */
enum PlantedBug implements Shell.Core {

    /** The budget is looked at and the event tells of a hold, but nothing is held. */
    CHECK_THEN_ACT("its holds are") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            var unheard = new Ledger(around.ledger().soFar());
            var decision = state == null
                    ? Lifecycle.decide(null, input, with(around, unheard))
                    : Lifecycle.decide(state, input, around);
            return edited(decision, event -> withMovementsOf(around.ledger(), event));
        }
    },

    /** A decision believes in a limit that is higher than the one that policy sets. */
    GENEROUS("above the limit") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            if (!(around.policy() instanceof HousePolicy house)) {
                return Lifecycle.decide(state, input, around);
            }
            var doubled = house.budgets().stream()
                    .map(budget ->
                            new HousePolicy.Budget(budget.name(), budget.unit(), budget.window(), 2 * budget.limit()))
                    .toArray(HousePolicy.Budget[]::new);
            var generous = new Circumstances(
                    around.now(),
                    house.limiting(doubled),
                    around.freezes(),
                    around.overrides(),
                    around.ledger(),
                    around.line(),
                    around.memory(),
                    around.sessions());
            return edited(Lifecycle.decide(state, input, generous), PlantedBug::withHalfTheLimit);
        }
    },

    /** Of a rolling budget only the current bucket is counted. */
    SHORT_SIGHTED("in a true period") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            if (!(around.policy() instanceof HousePolicy house)) {
                return Lifecycle.decide(state, input, around);
            }
            var buckets = house.budgets().stream()
                    .map(budget -> new HousePolicy.Budget(
                            budget.name(), budget.unit(), alone(budget.window(), around.now()), budget.limit()))
                    .toArray(HousePolicy.Budget[]::new);
            return Lifecycle.decide(
                    state,
                    input,
                    new Circumstances(
                            around.now(),
                            house.limiting(buckets),
                            around.freezes(),
                            around.overrides(),
                            around.ledger(),
                            around.line(),
                            around.memory(),
                            around.sessions()));
        }
    },

    /** An outcome that is delivered twice is settled twice. */
    SETTLES_TWICE("its holds are") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            boolean again = state instanceof IntentState.Ended
                    && input instanceof Input.Reported report
                    && report.status() == ReportStatus.FAILED;
            return Lifecycle.decide(again && state != null ? reopened(state) : state, input, around);
        }
    },

    /** An event is lost now and then. */
    EVENT_LOST("0 events of one change") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            var decision = Lifecycle.decide(state, input, around);
            boolean lost =
                    decision.state() != null && decision.state().dossier().version() == 7;
            return lost ? without(decision, Consequence.Recorded.class) : decision;
        }
    },

    /** A letter is lost now and then. */
    LETTER_LOST("a letter is missing") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            var decision = Lifecycle.decide(state, input, around);
            return input instanceof Input.Fenced ? without(decision, Consequence.Lettered.class) : decision;
        }
    },

    /** The end of a lease is taken for the failure that nobody reported. */
    HOPEFUL("may have had its effect") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            if (!(state instanceof IntentState.Running running) || !(input instanceof Input.Fenced)) {
                return Lifecycle.decide(state, input, around);
            }
            var attempt = running.current();
            var decision = Lifecycle.decide(state.with(state.dossier().with(taken(attempt, true))), input, around);
            return restored(decision, attempt);
        }
    },

    /** Any report is taken for the end of the lease. */
    IMPATIENT("lives") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            if (!(state instanceof IntentState.Running running) || !(input instanceof Input.Reported)) {
                return Lifecycle.decide(state, input, around);
            }
            var due = running.timers().getFirst().due();
            return Lifecycle.decide(state, new Input.Fenced(running.current().number(), due), around);
        }
    },

    /** What has ended is not remembered. */
    FORGETFUL("versions do not count events") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            boolean forgotten = state instanceof IntentState.Ended ended
                    && ended.dossier().version() > 1
                    && input instanceof Input.Submitted;
            return Lifecycle.decide(forgotten ? null : state, input, around);
        }
    },

    /** Who is refused is not told. */
    SILENT("0 answers instead of 1") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            var decision = Lifecycle.decide(state, input, around);
            return decision.consequences().size() == 1 ? without(decision, Consequence.Answered.class) : decision;
        }
    },

    /** Freezes are not looked at. */
    DEAF("during a freeze") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(
                    state,
                    input,
                    new Circumstances(
                            around.now(),
                            around.policy(),
                            Freezes.NONE,
                            around.overrides(),
                            around.ledger(),
                            around.line(),
                            around.memory(),
                            around.sessions()));
        }
    },

    /** Newcomers do not see who waits. */
    QUEUE_JUMPING("passed others") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(
                    state,
                    input,
                    new Circumstances(
                            around.now(),
                            around.policy(),
                            around.freezes(),
                            around.overrides(),
                            around.ledger(),
                            nobody(around.line()),
                            around.memory(),
                            around.sessions()));
        }
    },

    /** A clock of its own enters the decision. */
    CLOCK_WATCHING("differently the second time") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(
                    state,
                    input,
                    new Circumstances(
                            around.now().plusNanos(System.nanoTime() % 1_000_000),
                            around.policy(),
                            around.freezes(),
                            around.overrides(),
                            around.ledger(),
                            around.line(),
                            around.memory(),
                            around.sessions()));
        }
    },

    /** A timer fires, and nothing comes of it. */
    SLEEPING("never ended") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            boolean sleeps = input instanceof Input.Due due && due.timer().name() == TimerName.REVIEW_BY;
            return sleeps ? Decision.unchanged(state) : Lifecycle.decide(state, input, around);
        }
    };

    private final String complaint;

    PlantedBug(String complaint) {
        this.complaint = complaint;
    }

    /** What the checks say when they notice it. */
    String complaint() {
        return complaint;
    }

    private static Circumstances with(Circumstances around, Ledger ledger) {
        return new Circumstances(
                around.now(),
                around.policy(),
                around.freezes(),
                around.overrides(),
                ledger,
                around.line(),
                around.memory(),
                around.sessions());
    }

    private static Decision edited(Decision decision, UnaryOperator<Consequence> edit) {
        return new Decision(
                decision.state(), decision.consequences().stream().map(edit).toList());
    }

    private static Decision without(Decision decision, Class<? extends Consequence> kind) {
        return new Decision(
                decision.state(),
                decision.consequences().stream()
                        .filter(consequence -> !kind.isInstance(consequence))
                        .toList());
    }

    private static Consequence withMovementsOf(Ledger ledger, Consequence consequence) {
        return consequence instanceof Consequence.Recorded event
                ? new Consequence.Recorded(
                        event.from(),
                        event.began(),
                        event.state(),
                        event.reasons(),
                        ledger.movements(),
                        event.actor(),
                        event.attempt(),
                        event.used(),
                        event.chunks(),
                        event.replacedBy(),
                        event.words())
                : consequence;
    }

    private static WindowRule alone(WindowRule rule, Instant now) {
        return rule instanceof RollingWindow ? new FixedWindow(rule.at(now).length()) : rule;
    }

    private static Consequence withHalfTheLimit(Consequence consequence) {
        if (!(consequence instanceof Consequence.HandedOver handedOver)) {
            return consequence;
        }
        var admitted = handedOver.admitted();
        var halved = admitted.claims().stream()
                .map(claim ->
                        new Claim(claim.budget(), claim.unit(), claim.window(), claim.limit() / 2, claim.amount()))
                .toList();
        return new Consequence.HandedOver(
                handedOver.dossier(),
                new Judgement.Admitted(
                        admitted.action(),
                        admitted.reasons(),
                        admitted.summary(),
                        admitted.clauses(),
                        admitted.retryIn(),
                        halved,
                        admitted.reservedTokens(),
                        admitted.maxOutputTokens(),
                        admitted.prices(),
                        admitted.additions()));
    }

    private static IntentState reopened(IntentState state) {
        var dossier = state.dossier();
        for (var attempt : dossier.attempts()) {
            var open = attempt.holds().stream()
                    .map(hold -> new Hold(hold.budget(), hold.unit(), hold.window(), hold.amount(), 0, 0, true))
                    .toList();
            dossier = dossier.with(taken(attempt.holding(open), attempt.idempotent()));
        }
        return state.with(dossier);
    }

    /** The attempt as if it had not been reported to have ended. */
    private static Attempt taken(Attempt attempt, boolean idempotent) {
        return new Attempt(
                attempt.number(),
                attempt.holds(),
                idempotent,
                attempt.granted(),
                attempt.timeout(),
                attempt.approvedAt(),
                attempt.startBy(),
                attempt.startedAt(),
                attempt.run(),
                attempt.leaseUntil(),
                attempt.refusedStart(),
                null,
                attempt.prices());
    }

    private static Decision restored(Decision decision, Attempt attempt) {
        var state = decision.state();
        if (state == null) {
            return decision;
        }
        var holds = state.dossier().attempt(attempt.number()).orElseThrow().holds();
        var right = state.with(state.dossier().with(attempt.holding(holds)));
        var consequences = decision.consequences().stream()
                .map(consequence -> consequence instanceof Consequence.Recorded event
                        ? new Consequence.Recorded(
                                event.from(),
                                event.began(),
                                right,
                                event.reasons(),
                                event.movements(),
                                event.actor(),
                                event.attempt(),
                                event.used(),
                                event.chunks(),
                                event.replacedBy(),
                                event.words())
                        : consequence)
                .toList();
        return new Decision(right, consequences);
    }

    private static Line nobody(Line line) {
        return new Line() {
            @Override
            public boolean before(String budget, long ticket) {
                return false;
            }

            @Override
            public long nextTicket() {
                return line.nextTicket();
            }
        };
    }
}
