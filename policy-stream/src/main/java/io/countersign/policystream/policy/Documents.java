package io.countersign.policystream.policy;

import io.countersign.policystream.policy.expression.Expression;
import java.util.ArrayList;
import java.util.List;

/** The documents of a bundle, by kind, in the order of the stream. */
final class Documents {
    /**
     * A document that speaks of actions.
     *
     * @param what names it in problems, such as "rule refunds-above-100"
     * @param actions names and globs
     * @param expressions its expressions over parameters, by field
     */
    record Targeted<T>(String what, int line, T document, List<Placed> actions, List<Located> expressions) {}

    /** An expression and where it stands. */
    record Located(String what, int line, Expression<?> expression) {}

    /** An action, with where its expressions stand. */
    record Defined(int line, CatalogueAction action, List<Located> expressions) {}

    /**
     * A model that is defined, with where its fallbacks stand.
     *
     * @param what names it in problems
     */
    record Known(String what, List<Placed> fallbacks, Model model) {}

    final List<Defined> actions = new ArrayList<>();
    final List<Targeted<Rule>> rules = new ArrayList<>();
    final List<Targeted<Grant>> grants = new ArrayList<>();
    final List<Targeted<Budget>> budgets = new ArrayList<>();
    final List<Targeted<Counter>> counters = new ArrayList<>();
    final List<Known> models = new ArrayList<>();
    final List<Targeted<Answer>> answers = new ArrayList<>();
    final List<BundleTest> tests = new ArrayList<>();
}
