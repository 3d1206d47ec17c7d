package io.countersign.policystream.replay;

import io.countersign.v1.IntentEvent;
import io.countersign.v1.ReasonFact;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A decision that a candidate would make otherwise.
 *
 * @param guessed true if it rests on a reservation of which no record says what it came to
 */
public record Change(
        Instant at, String owner, String intentId, String action, Ruled before, Ruled after, boolean guessed) {

    /** The rules and budgets that only one of the two names; all that either names, if they name the same. */
    Set<String> rules() {
        var rules = new TreeSet<>(before.rules());
        rules.addAll(after.rules());
        var both = new TreeSet<>(before.rules());
        both.retainAll(after.rules());
        if (!both.equals(rules)) {
            rules.removeAll(both);
        }
        return rules.isEmpty() ? Set.of("-") : rules;
    }

    @Override
    public String toString() {
        return "%s %s %s %s: %s -> %s%s"
                .formatted(at, owner, intentId, action, before, after, guessed ? " (on a guess)" : "");
    }

    /**
     * What was decided.
     *
     * @param verdict the state that it led to
     */
    public record Ruled(String verdict, List<Because> reasons) {

        public Ruled {
            reasons = List.copyOf(reasons);
        }

        static Ruled by(IntentEvent event) {
            return new Ruled(
                    String.valueOf(event.getTo()),
                    event.getReasons().stream().map(Because::of).toList());
        }

        /** Nothing was decided then. */
        static Ruled stays(@Nullable String state) {
            return new Ruled("stays " + (state == null ? "unknown" : state), List.of());
        }

        private Set<String> rules() {
            return reasons.stream()
                    .map(Because::rule)
                    .filter(rule -> rule != null)
                    .collect(Collectors.toSet());
        }

        @Override
        public String toString() {
            return reasons.isEmpty()
                    ? verdict
                    : verdict + reasons.stream().map(Because::toString).collect(Collectors.joining(", ", " [", "]"));
        }
    }

    /** One reason, as a fact. */
    public record Because(String code, @Nullable String rule) {

        static Because of(ReasonFact fact) {
            return new Because(fact.getCode(), fact.getRule());
        }

        @Override
        public String toString() {
            return rule == null ? code : code + " " + rule;
        }
    }
}
