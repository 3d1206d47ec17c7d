package io.countersign.policystream.policy;

import java.util.List;

/** Everything that a bundle says of one action: the action, and the rules, grants, budgets, counters and
 * answers that name it: those given at once, and those given where no executor could answer. */
record ActionPolicy(
        CatalogueAction action,
        List<Rule> rules,
        List<Grant> grants,
        List<Budget> budgets,
        List<Counter> counters,
        List<Answer> answers,
        List<Answer> failSafes) {

    ActionPolicy {
        rules = List.copyOf(rules);
        grants = List.copyOf(grants);
        budgets = List.copyOf(budgets);
        counters = List.copyOf(counters);
        answers = List.copyOf(answers);
        failSafes = List.copyOf(failSafes);
    }
}
