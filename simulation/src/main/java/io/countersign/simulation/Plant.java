package io.countersign.simulation;

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
import io.countersign.policystream.policy.Question;
import io.countersign.policystream.session.OpenedSession;
import io.countersign.policystream.session.SessionBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Products that are wrong on purpose, each by one wrapper around the right one. A simulation that misses one is blind. */
enum Plant implements Product {
    CHECK_THEN_ACT("the budget is looked at and the event tells of a hold, but nothing is held") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            if (state != null) {
                return Lifecycle.decide(state, input, around);
            }
            var unheard = new Ledger(around.ledger().soFar());
            var decision = Lifecycle.decide(null, input, Altered.ledger(around, unheard));
            return Altered.consequences(decision, event -> Altered.event(event, null, around.ledger()));
        }
    },

    SETTLES_TWICE_ON_REDELIVERY("an outcome that is delivered again is booked again") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            boolean again = state instanceof IntentState.Ended
                    && input instanceof Input.Reported report
                    && report.status() == ReportStatus.FAILED;
            return Lifecycle.decide(
                    again && state != null
                            ? Altered.attempts(
                                    state,
                                    attempt -> Altered.attempt(
                                            attempt, Altered.opened(attempt.holds()), attempt.idempotent(), null))
                            : state,
                    input,
                    around);
        }
    },

    WINDOW_RESET_BY_OVERWRITE("a new hold overwrites its window instead of adding to it") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(state, input, around);
        }

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

    WALL_CLOCK("a clock of its own enters the decision instead of the append time") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(
                    state, input, Altered.time(around, around.now().plusNanos(System.nanoTime() % 1_000_000)));
        }
    },

    CLOCK_RUNS_FAST("the decision's clock is ten seconds ahead of the append time") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(
                    state, input, Altered.time(around, around.now().plusSeconds(10)));
        }
    },

    DEDUP_FORGOTTEN_EARLY("what has ended is not remembered when it is asked for again") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            boolean forgotten = state instanceof IntentState.Ended
                    && state.dossier().version() > 1
                    && input instanceof Input.Submitted;
            return Lifecycle.decide(forgotten ? null : state, input, around);
        }
    },

    EVENT_DROPPED("one event in 10,000 is lost") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            var decision = Lifecycle.decide(state, input, around);
            boolean lost = Objects.hash(input, state) % 10_000 == 0;
            return lost ? Altered.without(decision, Consequence.Recorded.class) : decision;
        }
    },

    APPROVAL_WITHOUT_DIGEST("a reviewer's decision counts whatever the reviewer saw") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return state != null && input instanceof Input.Reviewed review
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
                    : Lifecycle.decide(state, input, around);
        }
    },

    RELEASED_AND_SETTLED("a hold whose attempt never began is returned and booked in full") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            var decision = Lifecycle.decide(state, input, around);
            if (state instanceof IntentState.Approved approved && input instanceof Input.Fenced) {
                if (around.ledger().movements().isEmpty()) {
                    return decision;
                }
                around.ledger().settle(approved.dossier().attempts().getLast().holds(), null);
                return Altered.consequences(decision, event -> Altered.event(event, null, around.ledger()));
            }
            return decision;
        }
    },

    EXPIRED_LEASE_RETRIED("the end of a lease is taken for a failure of what must not happen twice") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            boolean over = state instanceof IntentState.Running && input instanceof Input.Fenced;
            return Lifecycle.decide(
                    over && state != null
                            ? Altered.attempts(
                                    state, attempt -> Altered.attempt(attempt, attempt.holds(), true, attempt.end()))
                            : state,
                    input,
                    around);
        }
    },

    AT_LEAST_ONCE("a crash leaves the balances as they were, and what moved them comes again") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(state, input, around);
        }

        @Override
        public Books left(Books committed, Books uncommitted) {
            return uncommitted.copy();
        }
    },

    GENEROUS("what does not fit by a little is let through") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            Overrides generous = (owner, budget) -> Optional.of(new Overrides.Limit(200, null));
            var decision = Lifecycle.decide(state, input, around);
            var after = decision.state();
            boolean refused = after != null
                    && !after.equals(state)
                    && "OVER_BUDGET".equals(after.dossier().code());
            return refused ? Lifecycle.decide(state, input, Altered.overrides(around, generous)) : decision;
        }
    },

    MISERLY("what would just fit is refused") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            var trial = new Ledger(around.ledger().soFar());
            Lifecycle.decide(state, input, Altered.ledger(around, trial));
            boolean justFits = trial.movements().stream()
                    .anyMatch(movement ->
                            movement.after().held() > movement.before().held()
                                    && trial.counted(movement.key()).used()
                                            == movement.after().limit());
            Overrides nothing = (owner, budget) -> Optional.of(new Overrides.Limit(0, null));
            return Lifecycle.decide(state, input, justFits ? Altered.overrides(around, nothing) : around);
        }
    },

    SHORT_SIGHTED("of a rolling budget only the current bucket is counted") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(state, input, around);
        }

        @Override
        public Balances seen(Balances stored, Instant now) {
            return key -> stored.of(key);
        }
    },

    LETTER_LOST("who should look at what nobody can tell is not told") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            var decision = Lifecycle.decide(state, input, around);
            return input instanceof Input.Fenced ? Altered.without(decision, Consequence.Lettered.class) : decision;
        }
    },

    IMPATIENT("a lease ends with any report") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            if (!(state instanceof IntentState.Running running) || !(input instanceof Input.Reported)) {
                return Lifecycle.decide(state, input, around);
            }
            int attempt = running.dossier().attempts().getLast().number();
            return Lifecycle.decide(
                    state, new Input.Fenced(attempt, running.timers().getFirst().due()), around);
        }
    },

    SILENT("who is refused is not told") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            var decision = Lifecycle.decide(state, input, around);
            return decision.consequences().size() == 1
                    ? Altered.without(decision, Consequence.Answered.class)
                    : decision;
        }
    },

    FREEZE_IGNORED("freezes are not looked at") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(state, input, Altered.freezes(around, Freezes.NONE));
        }
    },

    QUEUE_JUMPING("newcomers do not see who waits") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            var nobody = new Line() {
                @Override
                public boolean before(String budget, long ticket) {
                    return false;
                }

                @Override
                public long nextTicket() {
                    return around.line().nextTicket();
                }
            };
            return Lifecycle.decide(state, input, Altered.line(around, nobody));
        }
    },

    TIMER_SLEEPS("a timer fires, and nothing comes of it") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            boolean sleeps = input instanceof Input.Due due && due.timer().name() == TimerName.REVIEW_BY;
            return sleeps && state != null ? new Decision(state, List.of()) : Lifecycle.decide(state, input, around);
        }
    },

    FORGETS_WHAT_WAS_APPROVED("rules that look back see nothing") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(state, input, Altered.memory(around, Memory.EMPTY));
        }
    },

    SESSION_NEVER_ENDS("labels and counts of a session stay when a day has passed") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            var memory = around.memory();
            return Lifecycle.decide(state, input, Altered.memory(around, new Memory() {
                @Override
                public Sums sums(CounterKey key) {
                    return memory.sums(key);
                }

                @Override
                public SessionMemory session(SessionKey key) {
                    var session = memory.session(key);
                    return new SessionMemory(session.labels(), session.counts(), session.since(), Instant.MAX);
                }
            }));
        }
    },

    SESSION_UNBOUND("any agent may use the session that a user opened for one") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            SessionBook unbound = id -> around.sessions()
                    .find(id)
                    .map(session -> new OpenedSession(
                            session.id(),
                            null,
                            session.grants(),
                            session.client(),
                            session.digest(),
                            session.until(),
                            session.revoked()));
            return Lifecycle.decide(state, input, Altered.sessions(around, unbound));
        }
    },

    SESSION_OUTLIVES_ITS_END("a session that its user has ended takes intents until its time is over") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            SessionBook lasting = id -> around.sessions()
                    .find(id)
                    .map(session -> new OpenedSession(
                            session.id(),
                            session.agent(),
                            session.grants(),
                            session.client(),
                            session.digest(),
                            session.until(),
                            false));
            return Lifecycle.decide(state, input, Altered.sessions(around, lasting));
        }
    },

    ANSWERED_INSTEAD_OF_TRIED_AGAIN("what was handed over before is answered when a person has it tried again") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(
                    state,
                    input,
                    Altered.question(
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
                                    false)));
        }
    },

    SETTLED_AT_THE_MODEL_ASKED_FOR("what a fallback used is settled at the price of the model that was asked for") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(
                    state == null || state instanceof IntentState.Held || !(input instanceof Input.Reported)
                            ? state
                            : Altered.attempts(state, attempt -> {
                                var tariff = attempt.tariff();
                                return tariff == null
                                        ? attempt
                                        : Altered.priced(
                                                attempt,
                                                new Tariff(tariff.rates().subList(0, 1)));
                            }),
                    input,
                    around);
        }
    },

    UNHEARD_OF_MODELS_ARE_FREE("what a model used that the approval does not know costs nothing") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            if (state == null
                    || state instanceof IntentState.Held
                    || !(input instanceof Input.Reported report)
                    || report.used() == null) {
                return Lifecycle.decide(state, input, around);
            }
            var model = report.used().model();
            return Lifecycle.decide(
                    Altered.attempts(state, attempt -> {
                        var tariff = attempt.tariff();
                        if (tariff == null || model == null) {
                            return attempt;
                        }
                        var rates = new ArrayList<>(tariff.rates());
                        rates.add(new Tariff.Rate(model, new Prices(0, 0, 0)));
                        return Altered.priced(attempt, new Tariff(rates));
                    }),
                    input,
                    around);
        }
    },

    CACHED_IS_FREE("what an executor says that an answer from the cache has cost is not booked") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(
                    state,
                    input instanceof Input.Reported report && report.cached()
                            ? report.using(Altered.NOTHING_USED)
                            : input,
                    around);
        }
    },

    RESCUED_FOR_FREE("what an attempt has used is not booked if a prepared answer stands in for its own") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            var unheard = new Ledger(around.ledger().soFar());
            boolean rescued = input instanceof Input.Reported
                    && Lifecycle.decide(state, input, Altered.ledger(around, unheard)).consequences().stream()
                            .anyMatch(consequence -> consequence instanceof Consequence.Recorded event
                                    && event.reasons().stream()
                                            .anyMatch(reason -> reason.code().equals("FALLBACK_ANSWER")));
            return Lifecycle.decide(
                    state,
                    rescued && input instanceof Input.Reported report ? report.using(Altered.NOTHING_USED) : input,
                    around);
        }
    },

    RESCUE_FORGOTTEN("what is prepared for a failure is not given") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(state, input, Altered.unprepared(around));
        }
    },

    LATE_USAGE_LOST("what is used comes to nothing if it is told too late to decide") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            boolean late = state instanceof IntentState.Ended && input instanceof Input.Reported;
            return late ? new Decision(state, List.of()) : Lifecycle.decide(state, input, around);
        }
    },

    PROBE_ACTS("who is asked what became of an attempt may also say that it begins, or still runs") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(
                    state,
                    Altered.pass(
                            state, input, (dossier, report) -> !report.status().isEnd()),
                    around);
        }
    },

    PROBE_OUTLIVES_ITS_ATTEMPT("an answer counts after a later attempt was approved") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(
                    state,
                    Altered.pass(
                            state,
                            input,
                            (dossier, report) ->
                                    report.attempt() < dossier.attempts().size()),
                    around);
        }
    },

    PROBE_UNASKED("an answer counts although nobody asked") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            return Lifecycle.decide(
                    state,
                    Altered.pass(state, input, (dossier, report) -> state instanceof IntentState.Running),
                    around);
        }
    },

    PROBE_HAS_THE_LAST_WORD("what an attempt reports after its executor was asked is not heard") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            boolean overtaken = state != null
                    && input instanceof Input.Reported report
                    && report.status().isEnd()
                    && state.dossier().attempt(report.attempt()).stream().anyMatch(Attempt::found);
            return overtaken ? new Decision(state, List.of()) : Lifecycle.decide(state, input, around);
        }
    },

    FOUND_IN_VAIN("who reports that it failed, or cannot tell, unsays the effect that was found") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
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
        }
    },

    PROBES_INSTEAD_OF_PEOPLE("the time is over in which an executor is asked, and no person is told") {
        @Override
        public Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
            var decision = Lifecycle.decide(state, input, around);
            boolean asks = input instanceof Input.Due due && due.timer().name() == TimerName.PROBE;
            return asks ? Altered.without(decision, Consequence.Lettered.class) : decision;
        }
    };

    private final String what;

    Plant(String what) {
        this.what = what;
    }

    /** Its name on the command line. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is wrong with it. */
    String what() {
        return what;
    }
}
