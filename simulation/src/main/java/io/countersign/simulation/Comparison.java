package io.countersign.simulation;

import io.countersign.policystream.budget.Hold;
import io.countersign.policystream.lifecycle.Attempt;
import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.lifecycle.Probing;
import io.countersign.policystream.lifecycle.Timer;
import io.countersign.policystream.memory.Trace;
import io.countersign.policystream.policy.Reason;
import io.countersign.simulation.oracle.Booking;
import io.countersign.simulation.oracle.Case;
import io.countersign.simulation.oracle.Expected;
import io.countersign.simulation.oracle.Footprint;
import io.countersign.simulation.oracle.Life;
import io.countersign.simulation.oracle.Try;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One decision of the product beside what the oracle expects of it. */
final class Comparison {

    private final Step step;

    Comparison(Step step) {
        this.step = step;
    }

    /** Everything that goes out with the decision. */
    void consequences(Expected expected) {
        equal(
                "changed",
                expected.isChange(),
                !step.all(Consequence.Recorded.class).isEmpty());
        answer(expected.answer());
        equal(
                "letters",
                expected.letters(),
                step.all(Consequence.Lettered.class).stream()
                        .map(letter -> letter.category().name())
                        .toList());
        equal(
                "directives",
                expected.directives(),
                step.all(Consequence.Directed.class).stream()
                        .map(directed -> directed.instruction() + " " + directed.attempt() + " " + directed.run())
                        .toList());
        equal(
                "hand-offs",
                expected.isHandedOver() ? 1 : 0,
                step.all(Consequence.HandedOver.class).size());
        for (var handedOver : step.all(Consequence.HandedOver.class)) {
            var tariff = handedOver.admitted().tariff();
            equal("fallbacks", expected.fallbacks(), tariff == null ? List.of() : tariff.fallbacks());
        }
        equal(
                "strays",
                expected.isStrayed() ? 1 : 0,
                step.all(Consequence.Strayed.class).size());
        equal(
                "fences that came too early",
                expected.isRearmed() ? 1 : 0,
                step.all(Consequence.Rearmed.class).size());
        equal(
                "thresholds",
                expected.reached().stream().sorted().toList(),
                step.all(Consequence.Reached.class).stream()
                        .map(threshold -> threshold.threshold().budget() + " "
                                + threshold.threshold().percent())
                        .sorted()
                        .toList());
        spawned(expected);
        prepared(expected);
        provenance(expected);
    }

    private void provenance(Expected expected) {
        for (var event : step.all(Consequence.Recorded.class)) {
            equal("cached", expected.isCached(), event.cached());
            equal("fallback", expected.isFallback(), event.fallback());
            equal(
                    "models that were passed over",
                    (long) expected.passedOver(),
                    event.reasons().stream()
                            .filter(reason -> reason.code().equals("MODEL_PASSED_OVER"))
                            .count());
        }
    }

    private void answer(Expected.@Nullable Answer expected) {
        var answers = step.all(Consequence.Answered.class);
        equal("answers", expected == null ? 0 : 1, answers.size());
        if (expected != null) {
            var answer = answers.getFirst();
            equal("accepted", expected.accepted(), answer.accepted());
            equal("code of the answer", expected.code(), answer.code());
            equal("promised time", expected.opensAt(), millis(answer.opensAt()));
        }
    }

    /** No executor of a history has a result: what there is was prepared. */
    private void prepared(Expected expected) {
        for (var event : step.all(Consequence.Recorded.class)) {
            equal("prepared answer", expected.answeredBy(), named(event, "ANSWERED"));
            equal("answer in case of failure", expected.rescuedBy(), named(event, "FALLBACK_ANSWER"));
            if (event.state() instanceof IntentState.Dead && event.words() != null) {
                equal(
                        "answer that could not be told",
                        expected.untold(),
                        untold(event.reasons().getLast()));
            }
            var words = event.words();
            equal("result", expected.result(), words == null ? null : words.result());
        }
    }

    /** Of what else fails, such as the price of a model, it is a budget that speaks. */
    private @Nullable String untold(Reason last) {
        boolean failed = last.code().equals("EVALUATION_FAILED");
        return failed && !step.around().policy().hasBudget(String.valueOf(last.rule())) ? last.rule() : null;
    }

    private static @Nullable String named(Consequence.Recorded event, String code) {
        return event.reasons().stream()
                .filter(reason -> reason.code().equals(code))
                .map(Reason::rule)
                .findFirst()
                .orElse(null);
    }

    private void spawned(Expected expected) {
        var spawned = step.all(Consequence.Spawned.class);
        var ask = expected.spawned();
        equal("successors", ask == null ? 0 : 1, spawned.size());
        if (ask != null) {
            var request = spawned.getFirst().request();
            equal("successor's id", ask.id(), request.id());
            equal("successor's parent", ask.parent(), request.parent());
            equal("successor's session", ask.session(), request.session());
            equal("successor's action", ask.action(), request.action());
            equal("successor's parameters", Translation.request(ask).parameters(), request.parameters());
            equal("successor's digest", Translation.request(ask).digest(), request.digest());
            equal("successor's owner", ask.owner(), request.owner().key());
            equal("successor's deadline", ask.deadline(), millis(request.deadline()));
        }
    }

    /** The state that it leaves. */
    void state(@Nullable Case expected) {
        var after = step.after();
        equal("state", expected == null ? null : expected.life().name(), after == null ? null : after.name());
        require(Life.mayFollow(life(step.before()), life(after)), "no intent goes that way");
        if (expected == null || after == null) {
            return;
        }
        var dossier = after.dossier();
        equal("version", expected.version(), dossier.version());
        equal("code", expected.code(), dossier.code());
        equal("what people have met", expected.met(), new TreeSet<>(dossier.metRules()));
        equal(
                "votes",
                expected.votes(),
                dossier.votes().stream().map(Translation::voter).toList());
        equal("who cancelled", expected.cancelledBy(), dossier.cancelledBy());
        equal("doubted", expected.doubted(), dossier.doubted());
        equal("idle", expected.idle(), dossier.idle());
        equal("attempts", expected.tries().size(), dossier.attempts().size());
        for (int i = 0; i < expected.tries().size(); i++) {
            attempt(expected.tries().get(i), dossier.attempts().get(i));
        }
        if (after instanceof IntentState.Ended ended) {
            equal("replaced by", expected.replacedBy(), ended.replacedBy());
        }
        if (after instanceof IntentState.Deferred deferred) {
            equal("waits for", expected.waitsFor(), deferred.place().budgets());
        }
        if (after instanceof IntentState.Unknown unknown) {
            equal("asking", expected.asking(), asking(unknown.probing()));
        }
        footprint(expected.footprint(), dossier.trace());
        timers(expected, after);
        effect(expected);
    }

    /** What letters tell of the world; a duplicate that is refused has nothing to do with what it names. */
    private void effect(Case expected) {
        for (var letter : step.all(Consequence.Lettered.class)) {
            if (letter.category() != Consequence.Category.REJECTED) {
                equal("side effect", expected.effect(), letter.sideEffect().name());
            }
        }
    }

    private static String asking(@Nullable Probing probing) {
        return probing == null ? "never asked" : probing.asked() + " asked, " + probing.answered() + " answered";
    }

    /** What it has left behind: once, with its first approval. */
    private void footprint(@Nullable Footprint expected, @Nullable Trace actual) {
        equal("left something behind", expected != null, actual != null);
        if (expected == null || actual == null) {
            return;
        }
        equal("left at", expected.at(), actual.at().toEpochMilli());
        equal("left until", expected.until(), actual.until().toEpochMilli());
        equal("labels", expected.labels(), actual.labels());
        equal(
                "added",
                expected.added().stream()
                        .map(added -> added.counter() + " " + added.amount() + " "
                                + added.span().from())
                        .toList(),
                actual.additions().stream()
                        .map(added -> added.counter() + " " + added.amount().toPlainString() + " "
                                + added.window().opens().toEpochMilli())
                        .toList());
    }

    private void timers(Case expected, IntentState after) {
        var actual = new TreeMap<String, Long>();
        for (Timer timer : after.timers()) {
            actual.put(timer.name().name(), timer.due().toEpochMilli());
        }
        require(!actual.isEmpty(), "waits for nothing");
        if (expected.life() == Life.RETRYING) {
            long drawn = actual.getOrDefault("RETRY", -1L);
            long earliest = expected.timers().getOrDefault("RETRY", 0L);
            if (drawn < earliest || drawn > expected.latestUntil()) {
                throw violation("waits until " + Instant.ofEpochMilli(drawn) + " instead of from "
                        + Instant.ofEpochMilli(earliest) + " to " + Instant.ofEpochMilli(expected.latestUntil()));
            }
            expected.drawn(drawn);
        }
        equal("timers", expected.timers(), actual);
    }

    private void attempt(Try expected, Attempt actual) {
        equal("number", expected.number(), actual.number());
        equal("idempotent", expected.idempotent(), actual.idempotent());
        equal("granted", expected.granted(), actual.granted());
        equal("approved at", expected.approvedAt(), actual.approvedAt().toEpochMilli());
        equal("start by", expected.startBy(), actual.startBy().toEpochMilli());
        equal("started at", expected.startedAt(), millis(actual.startedAt()));
        equal("run", expected.run(), actual.run());
        equal("lease", expected.lease(), millis(actual.leaseUntil()));
        equal(
                "end",
                expected.end() == null ? null : expected.end().name(),
                actual.end() == null ? null : actual.end().name());
        equal("end found by asking", expected.found(), actual.found());
        equal("begun by several", expected.several(), actual.again());
        equal("denied altogether", expected.denied(), actual.noEffect());
        equal("holds", expected.bookings().size(), actual.holds().size());
        for (int i = 0; i < expected.bookings().size(); i++) {
            hold(expected.bookings().get(i), actual.holds().get(i));
        }
    }

    private void hold(Booking expected, Hold actual) {
        var window = actual.window();
        boolean same = expected.budget().equals(actual.budget())
                && expected.span().from() == window.opens().toEpochMilli()
                && expected.span().to() == window.closes().toEpochMilli()
                && expected.amount() == actual.amount()
                && expected.settled() == actual.settled()
                && expected.overrun() == actual.overrun()
                && expected.open() == actual.open();
        if (!same) {
            throw violation("hold: expected " + expected + ", is " + actual);
        }
    }

    private void equal(String what, @Nullable Object expected, @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw violation(what + ": expected " + expected + ", is " + actual);
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw violation(otherwise);
        }
    }

    Violation violation(String what) {
        return new Violation(what + "\n  at " + step + "\n  from " + step.before() + "\n  to " + step.after());
    }

    private static @Nullable Life life(@Nullable IntentState state) {
        return state == null ? null : Life.valueOf(state.name());
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
