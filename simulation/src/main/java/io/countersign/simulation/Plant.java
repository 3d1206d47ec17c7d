package io.countersign.simulation;

import io.countersign.contract.Code;
import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.BalanceKey;
import io.countersign.policystream.budget.Balances;
import io.countersign.policystream.budget.Ledger;
import io.countersign.policystream.budget.Period;
import io.countersign.policystream.budget.Prices;
import io.countersign.policystream.budget.Tariff;
import io.countersign.policystream.lifecycle.Attempt;
import io.countersign.policystream.lifecycle.Circumstances;
import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.lifecycle.Decision;
import io.countersign.policystream.lifecycle.Freezes;
import io.countersign.policystream.lifecycle.Input;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.lifecycle.Lifecycle;
import io.countersign.policystream.lifecycle.Line;
import io.countersign.policystream.lifecycle.Overrides;
import io.countersign.policystream.lifecycle.ReportStatus;
import io.countersign.policystream.lifecycle.TimerName;
import io.countersign.policystream.memory.CounterKey;
import io.countersign.policystream.memory.Memory;
import io.countersign.policystream.memory.SessionKey;
import io.countersign.policystream.memory.SessionMemory;
import io.countersign.policystream.memory.Sums;
import io.countersign.policystream.policy.Fact;
import io.countersign.policystream.policy.Policy;
import io.countersign.policystream.policy.Question;
import io.countersign.policystream.session.OpenedSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Products that are wrong on purpose, each by one wrapper around the right one. A simulation that misses one is blind. */
enum Plant implements Product {
    CHECK_THEN_ACT(
            "the budget is looked at and the event tells of a hold, but nothing is held", (state, input, around) -> {
                if (state != null) {
                    return Lifecycle.decide(state, input, around);
                }
                var unheard = new Ledger(around.ledger().soFar());
                var decision = Lifecycle.decide(null, input, Altered.ledger(around, unheard));
                return Altered.consequences(decision, event -> Altered.event(event, null, around.ledger()));
            }),

    SETTLES_TWICE_ON_REDELIVERY("an outcome that is delivered again is booked again", (state, input, around) -> {
        boolean again = input instanceof Input.Reported report && report.status() == ReportStatus.FAILED;
        return Lifecycle.decide(
                state instanceof IntentState.Ended && again
                        ? Altered.attempts(
                                state,
                                attempt -> Altered.attempt(
                                        attempt, Altered.opened(attempt.holds()), attempt.idempotent(), null))
                        : state,
                input,
                around);
    }),

    WINDOW_RESET_BY_OVERWRITE("a new hold overwrites its window instead of adding to it") {
        @Override
        public Balances seen(Balances stored, Instant now) {
            return new Balances() {
                @Override
                public Balance of(BalanceKey key) {
                    var balance = stored.of(key);
                    return balance.held() == 0 && key.budget().equals("calls-1h") ? Balance.EMPTY : balance;
                }

                @Override
                public Period period(BalanceKey key) {
                    return stored.period(key);
                }
            };
        }
    },

    WALL_CLOCK(
            "a clock of its own enters the decision instead of the append time",
            in(around -> Altered.time(around, around.now().plusNanos(System.nanoTime() % 1_000_000)))),

    CLOCK_RUNS_FAST(
            "the decision's clock is ten seconds ahead of the append time",
            in(around -> Altered.time(around, around.now().plusSeconds(10)))),

    DEDUP_FORGOTTEN_EARLY("what has ended is not remembered when it is asked for again", (state, input, around) -> {
        boolean forgotten =
                state instanceof IntentState.Ended && state.dossier().version() > 1 && input instanceof Input.Submitted;
        return Lifecycle.decide(forgotten ? null : state, input, around);
    }),

    EVENT_DROPPED(
            "one event in 10,000 is lost",
            losing(Consequence.Recorded.class, (state, input) -> Objects.hash(input, state) % 10_000 == 0)),

    APPROVAL_WITHOUT_DIGEST(
            "a reviewer's decision counts whatever the reviewer saw",
            (state, input, around) -> state != null && input instanceof Input.Reviewed review
                    ? Lifecycle.decide(
                            state,
                            new Input.Reviewed(
                                    review.reviewId(),
                                    review.letterId(),
                                    review.expectedVersion(),
                                    review.decree(),
                                    state.dossier().request().digest(),
                                    review.vote(),
                                    review.comment(),
                                    review.appendedAt()),
                            around)
                    : Lifecycle.decide(state, input, around)),

    RELEASED_AND_SETTLED("a hold whose attempt never began is returned and booked in full", (state, input, around) -> {
        var decision = Lifecycle.decide(state, input, around);
        if (state instanceof IntentState.Approved approved
                && input instanceof Input.Fenced
                && !around.ledger().movements().isEmpty()) {
            around.ledger().settle(approved.dossier().attempts().getLast().holds(), null);
            return Altered.consequences(decision, event -> Altered.event(event, null, around.ledger()));
        }
        return decision;
    }),

    EXPIRED_LEASE_RETRIED(
            "the end of a lease is taken for a failure of what must not happen twice",
            (state, input, around) -> Lifecycle.decide(
                    state instanceof IntentState.Running && input instanceof Input.Fenced
                            ? Altered.attempts(
                                    state, attempt -> Altered.attempt(attempt, attempt.holds(), true, attempt.end()))
                            : state,
                    input,
                    around)),

    AT_LEAST_ONCE("a crash leaves the balances as they were, and what moved them comes again") {
        @Override
        public Books left(Books committed, Books uncommitted) {
            return uncommitted.copy();
        }
    },

    GENEROUS("what does not fit by a little is let through", (state, input, around) -> {
        Overrides generous = (owner, budget) -> Optional.of(new Overrides.Limit(200, null));
        var decision = Lifecycle.decide(state, input, around);
        var after = decision.state();
        boolean refused = after != null
                && !after.equals(state)
                && Code.OVER_BUDGET.name().equals(after.dossier().code());
        return refused ? Lifecycle.decide(state, input, Altered.overrides(around, generous)) : decision;
    }),

    MISERLY("what would just fit is refused", (state, input, around) -> {
        var trial = new Ledger(around.ledger().soFar());
        Lifecycle.decide(state, input, Altered.ledger(around, trial));
        boolean justFits = trial.movements().stream()
                .anyMatch(
                        movement -> movement.after().held() > movement.before().held()
                                && trial.counted(movement.key()).used()
                                        == movement.after().limit());
        Overrides nothing = (owner, budget) -> Optional.of(new Overrides.Limit(0, null));
        return Lifecycle.decide(state, input, justFits ? Altered.overrides(around, nothing) : around);
    }),

    SHORT_SIGHTED("of a rolling budget only the current bucket is counted") {
        @Override
        public Balances seen(Balances stored, Instant now) {
            return key -> stored.of(key);
        }
    },

    LETTER_LOST(
            "who should look at what nobody can tell is not told",
            losing(Consequence.Lettered.class, (state, input) -> input instanceof Input.Fenced)),

    IMPATIENT("a lease ends with any report", (state, input, around) -> {
        if (!(state instanceof IntentState.Running running) || !(input instanceof Input.Reported)) {
            return Lifecycle.decide(state, input, around);
        }
        int attempt = running.dossier().attempts().getLast().number();
        return Lifecycle.decide(
                state, new Input.Fenced(attempt, running.timers().getFirst().due()), around);
    }),

    SILENT("who is refused is not told", (state, input, around) -> {
        var decision = Lifecycle.decide(state, input, around);
        return decision.consequences().size() == 1 ? Altered.without(decision, Consequence.Answered.class) : decision;
    }),

    FREEZE_IGNORED("freezes are not looked at", in(around -> Altered.freezes(around, Freezes.NONE))),

    QUEUE_JUMPING(
            "newcomers do not see who waits",
            in(around -> Altered.line(around, new Line() {
                @Override
                public boolean before(String budget, long ticket) {
                    return false;
                }

                @Override
                public long nextTicket() {
                    return around.line().nextTicket();
                }
            }))),

    TIMER_SLEEPS(
            "a timer fires, and nothing comes of it",
            deaf((state, input) -> input instanceof Input.Due due && due.timer().name() == TimerName.REVIEW_BY)),

    FORGETS_WHAT_WAS_APPROVED("rules that look back see nothing", in(around -> Altered.memory(around, Memory.EMPTY))),

    SESSION_NEVER_ENDS(
            "labels and counts of a session stay when a day has passed",
            in(around -> Altered.memory(around, new Memory() {
                @Override
                public Sums sums(CounterKey key) {
                    return around.memory().sums(key);
                }

                @Override
                public SessionMemory session(SessionKey key) {
                    var session = around.memory().session(key);
                    return new SessionMemory(session.labels(), session.counts(), session.since(), Instant.MAX);
                }
            }))),

    SESSION_UNBOUND(
            "any agent may use the session that a user opened for one",
            sessions(session -> Altered.session(session, null, session.revoked()))),

    SESSION_OUTLIVES_ITS_END(
            "a session that its user has ended takes intents until its time is over",
            sessions(session -> Altered.session(session, session.agent(), false))),

    ANSWERED_INSTEAD_OF_TRIED_AGAIN(
            "what was handed over before is answered when a person has it tried again",
            in(around -> Altered.question(
                    around,
                    question -> new Question(
                            question.principal(),
                            question.action(),
                            question.parameters(),
                            question.model(),
                            question.inputTokens(),
                            question.maxTokens(),
                            question.session(),
                            question.now(),
                            question.remembered(),
                            false)))),

    MISTYPED_MODEL_PASSED_ON(
            "a model that nobody knows is passed on where known ones are all that may be named",
            in(around -> Altered.modelless(around, "judge", Policy::judge))),

    CALLS_A_MODEL_THAT_HAS_GONE(
            "an attempt that follows may have a model that was known when its intent came, and is no more",
            in(around -> Altered.modelless(around, "charge", Policy::charge))),

    SETTLED_AT_THE_MODEL_ASKED_FOR(
            "what a fallback used is settled at the price of the model that was asked for",
            tariffs((tariff, report) -> new Tariff(tariff.rates().subList(0, 1)))),

    UNHEARD_OF_MODELS_ARE_FREE(
            "what a model used that the approval does not know costs nothing", tariffs((tariff, report) -> {
                var model = report.used() == null ? null : report.used().model();
                if (model == null) {
                    return tariff;
                }
                var rates = new ArrayList<>(tariff.rates());
                rates.add(new Tariff.Rate(model, new Prices(0, 0, 0)));
                return new Tariff(rates);
            })),

    CACHED_IS_FREE(
            "what an executor says that an answer from the cache has cost is not booked",
            (state, input, around) -> Lifecycle.decide(
                    state,
                    input instanceof Input.Reported report && report.cached()
                            ? report.using(Altered.NOTHING_USED)
                            : input,
                    around)),

    RESCUED_FOR_FREE(
            "what an attempt has used is not booked if a prepared answer stands in for its own",
            (state, input, around) -> {
                var unheard = new Ledger(around.ledger().soFar());
                boolean rescued = input instanceof Input.Reported
                        && Lifecycle.decide(state, input, Altered.ledger(around, unheard)).consequences().stream()
                                .anyMatch(consequence -> consequence instanceof Consequence.Recorded event
                                        && event.reasons().stream()
                                                .anyMatch(
                                                        reason -> reason.code().equals(Fact.FALLBACK_ANSWER.name())));
                return Lifecycle.decide(
                        state,
                        rescued && input instanceof Input.Reported report ? report.using(Altered.NOTHING_USED) : input,
                        around);
            }),

    RESCUE_FORGOTTEN("what is prepared for a failure is not given", in(Altered::unprepared)),

    LATE_USAGE_LOST(
            "what is used comes to nothing if it is told too late to decide",
            deaf((state, input) -> state instanceof IntentState.Ended && input instanceof Input.Reported)),

    PROBE_ACTS(
            "who is asked what became of an attempt may also say that it begins, or still runs",
            passing((state, report) -> !report.status().isEnd())),

    PROBE_OUTLIVES_ITS_ATTEMPT(
            "an answer counts after a later attempt was approved",
            passing((state, report) ->
                    report.attempt() < state.dossier().attempts().size())),

    PROBE_UNASKED(
            "an answer counts although nobody asked", passing((state, report) -> state instanceof IntentState.Running)),

    PROBE_HAS_THE_LAST_WORD(
            "what an attempt reports after its executor was asked is not heard",
            deaf((state, input) -> input instanceof Input.Reported report
                    && report.status().isEnd()
                    && state.dossier().attempt(report.attempt()).stream().anyMatch(Attempt::found))),

    FOUND_IN_VAIN(
            "who reports that it failed, or cannot tell, unsays the effect that was found", (state, input, around) -> {
                boolean unsaid = input instanceof Input.Reported report
                        && report.status() != ReportStatus.SUCCEEDED
                        && report.status().isEnd();
                return Lifecycle.decide(
                        state instanceof IntentState.Ended && unsaid
                                ? Altered.attempts(
                                        state,
                                        attempt -> attempt.found()
                                                ? Altered.attempt(attempt, attempt.holds(), attempt.idempotent(), null)
                                                : attempt)
                                : state,
                        input,
                        around);
            }),

    ANSWERS_NOBODY_IN_PARTICULAR(
            "who begins is told that a start counts, or does not, but not whose",
            (state, input, around) -> Altered.consequences(Lifecycle.decide(state, input, around), Altered::toAnybody)),

    COPY_DENIES(
            "what one execution has begun is denied by another one, of a copy of its approval",
            (state, input, around) -> Lifecycle.decide(state, Altered.anonymous(input), around)),

    DENIES_FOR_OTHERS(
            "who says that there was no effect at all is believed although another execution has begun",
            (state, input, around) -> Lifecycle.decide(
                    state == null ? null : Altered.attempts(state, Altered::begunOnce), input, around)),

    PROBES_INSTEAD_OF_PEOPLE(
            "the time is over in which an executor is asked, and no person is told",
            losing(
                    Consequence.Lettered.class,
                    (state, input) ->
                            input instanceof Input.Due due && due.timer().name() == TimerName.PROBE));

    private final String what;
    private final Product core;

    /** Wrong in what surrounds the core. */
    Plant(String what) {
        this(what, REAL);
    }

    /** Wrong in what is decided. */
    Plant(String what, Product core) {
        this.what = what;
        this.core = core;
    }

    @Override
    public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
        return core.decide(state, input, around);
    }

    /** Its name on the command line. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is wrong with it. */
    String what() {
        return what;
    }

    /** What is around a decision is another. */
    private static Product in(UnaryOperator<Circumstances> other) {
        return (state, input, around) -> Lifecycle.decide(state, input, other.apply(around));
    }

    private static Product sessions(UnaryOperator<OpenedSession> other) {
        return in(around ->
                Altered.sessions(around, id -> around.sessions().find(id).map(other)));
    }

    /** Consequences of one kind are lost where these say so. */
    private static Product losing(Class<? extends Consequence> kind, BiPredicate<@Nullable IntentState, Input> lost) {
        return (state, input, around) -> {
            var decision = Lifecycle.decide(state, input, around);
            return lost.test(state, input) ? Altered.without(decision, kind) : decision;
        };
    }

    /** Where these say so, nothing happens. */
    private static Product deaf(BiPredicate<IntentState, Input> unheard) {
        return (state, input, around) -> state != null && unheard.test(state, input)
                ? new Decision(state, List.of())
                : Lifecycle.decide(state, input, around);
    }

    /** An answer to a question is taken for a report of the attempt itself where these say so. */
    private static Product passing(BiPredicate<IntentState, Input.Reported> taken) {
        return (state, input, around) -> Lifecycle.decide(state, Altered.pass(state, input, taken), around);
    }

    /** What is reported is settled at other prices than the attempt's. */
    private static Product tariffs(BiFunction<Tariff, Input.Reported, Tariff> other) {
        return (state, input, around) -> {
            if (state == null || state instanceof IntentState.Held || !(input instanceof Input.Reported report)) {
                return Lifecycle.decide(state, input, around);
            }
            var repriced = Altered.attempts(state, attempt -> {
                var tariff = attempt.tariff();
                return tariff == null ? attempt : Altered.priced(attempt, other.apply(tariff, report));
            });
            return Lifecycle.decide(repriced, input, around);
        };
    }
}
