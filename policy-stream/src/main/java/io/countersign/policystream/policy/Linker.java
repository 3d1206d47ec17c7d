package io.countersign.policystream.policy;

import io.countersign.contract.ActionGlob;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.policy.Answer.Occasion;
import io.countersign.policystream.policy.Documents.Located;
import io.countersign.policystream.policy.Documents.Targeted;
import io.countersign.policystream.policy.expression.Expression;
import io.countersign.policystream.policy.expression.Words;
import io.countersign.policystream.policy.yaml.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Indexes rules, grants, budgets, counters and answers by the actions they name, so that a decision looks at what concerns its action only.
 */
final class Linker {
    /** Pairs of an action and a document that concerns it. */
    static final int LINKS = 2_000_000;

    /** Names that stars may be held against, those of all globs together. */
    static final long COMPARISONS = 50_000_000;

    private final Documents documents;
    private final Findings findings;
    private final Map<String, CatalogueAction> actions = new TreeMap<>();
    private final Map<String, List<Rule>> rules = new HashMap<>();
    private final Map<String, List<Grant>> grants = new HashMap<>();
    private final Map<String, List<Budget>> budgets = new HashMap<>();
    private final Map<String, List<Counter>> counters = new HashMap<>();
    private final Map<String, List<Answer>> answers = new HashMap<>();
    private final Map<String, List<Answer>> failSafes = new HashMap<>();
    private final LookingBack lookingBack;
    private int links;
    private long comparisons;

    Linker(Documents documents, Findings findings) {
        this.documents = documents;
        this.findings = findings;
        this.lookingBack = new LookingBack(findings);
    }

    /** What the documents say of each action, by its name. */
    Map<String, ActionPolicy> link() {
        for (var defined : documents.actions) {
            actions.putIfAbsent(defined.action().entry().name(), defined.action());
        }
        lookingBack.catalogue(actions.values());
        for (var counter : documents.counters) {
            lookingBack.declared(counter.document(), index(counter, counter.document(), counters));
        }
        for (var rule : documents.rules) {
            index(rule, rule.document(), rules);
        }
        for (var grant : documents.grants) {
            index(grant, grant.document(), grants);
        }
        for (var budget : documents.budgets) {
            index(budget, budget.document(), budgets);
        }
        for (var answer : documents.answers) {
            var given = answer.document().on() == Occasion.FAILURE ? failSafes : answers;
            index(answer, answer.document(), given).forEach(name -> checkAnswer(answer, name));
        }
        documents.actions.forEach(this::checkAction);
        documents.tests.forEach(test -> lookingBack.check(test.what(), test.given()));
        var linked = new TreeMap<String, ActionPolicy>();
        actions.forEach((name, action) -> linked.put(
                name,
                new ActionPolicy(
                        action,
                        rules.getOrDefault(name, List.of()),
                        grants.getOrDefault(name, List.of()),
                        budgets.getOrDefault(name, List.of()),
                        counters.getOrDefault(name, List.of()),
                        answers.getOrDefault(name, List.of()),
                        failSafes.getOrDefault(name, List.of()))));
        return linked;
    }

    private <T> Set<String> index(Targeted<?> document, T compiled, Map<String, List<T>> byAction) {
        Set<String> named = new LinkedHashSet<>();
        for (Placed target : document.actions()) {
            List<String> matching = matching(document, target);
            if (links + matching.size() > LINKS) {
                findings.problem(
                        target.line(),
                        document.what() + ": the bundle links documents and actions more than " + LINKS + " times");
                return named;
            }
            links += matching.size();
            named.addAll(matching);
        }
        for (String name : named) {
            byAction.computeIfAbsent(name, any -> new ArrayList<>()).add(compiled);
            warnOfParameters(document.expressions(), name);
        }
        lookingBack.check(document.expressions(), named);
        return named;
    }

    private List<String> matching(Targeted<?> document, Placed target) {
        String text = target.text();
        if (text.isBlank()) {
            return List.of();
        }
        if (!ActionGlob.isValid(text)) {
            findings.problem(target.line(), document.what() + ": '" + Words.clean(text) + "' is not a name or glob");
            return List.of();
        }
        var glob = new ActionGlob(text);
        if (glob.isExact()) {
            if (!actions.containsKey(text)) {
                findings.problem(target.line(), document.what() + ": there is no action '" + text + "'");
                return List.of();
            }
            return List.of(text);
        }
        comparisons += (long) actions.size() * glob.stars();
        if (comparisons > COMPARISONS) {
            findings.problem(target.line(), document.what() + ": too many globs for so many actions");
            return List.of();
        }
        List<String> matching = actions.keySet().stream().filter(glob::matches).toList();
        if (matching.isEmpty()) {
            findings.problem(target.line(), document.what() + ": '" + text + "' matches no action");
        }
        return matching;
    }

    /** What is prepared can tell something; it cannot have done anything. */
    private void checkAnswer(Targeted<Answer> answer, String name) {
        var action = actions.get(name);
        if (action != null && action.entry().effect() != Effect.READ) {
            findings.problem(
                    answer.line(),
                    answer.what() + ": action: an answer can stand in for what only reads, and the effect of " + name
                            + " is " + action.entry().effect().name().toLowerCase(Locale.ROOT));
        }
    }

    private void checkAction(Documents.Defined defined) {
        var action = defined.action();
        String name = action.entry().name();
        warnOfParameters(defined.expressions(), name);
        lookingBack.check(defined.expressions(), Set.of(name));
        if (!grants.containsKey(name)) {
            findings.warning(defined.line(), "action " + name + ": no grant names it, so nobody may use it");
        }
        boolean noInput = isZero(action.inputTokens());
        boolean noOutput = isZero(action.outputTokens());
        for (Budget budget : budgets.getOrDefault(name, List.of())) {
            boolean free = switch (budget.unit()) {
                case TOKENS -> noInput && noOutput;
                case INPUT_TOKENS -> noInput;
                case OUTPUT_TOKENS -> noOutput;
                case COST_MICROS -> noInput && noOutput;
                case REQUESTS -> false;
            };
            if (free) {
                findings.warning(
                        defined.line(),
                        "action " + name + ": reserves no " + words(budget.unit()) + ", so the budget " + budget.name()
                                + " never stops it");
            }
        }
    }

    private static String words(Unit unit) {
        return unit.text().replace('-', ' ');
    }

    private static boolean isZero(Expression<Long> tokens) {
        return tokens instanceof Expression.Constant<Long>(Long value) && value == 0;
    }

    /** An optional parameter that is not there makes the expression fail, and the intent with it. */
    private void warnOfParameters(List<Located> expressions, String actionName) {
        var action = actions.get(actionName);
        if (action == null) {
            return;
        }
        for (Located located : expressions) {
            for (List<String> path : located.expression().assumedParameters()) {
                action.parameters()
                        .doubt(path)
                        .ifPresent(doubt -> findings.warning(
                                located.line(),
                                located.what() + ": parameters." + String.join(".", path) + " of " + actionName + " "
                                        + doubt));
            }
        }
    }
}
