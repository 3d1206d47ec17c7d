package io.countersign.policystream.policy;

import io.countersign.policystream.policy.Documents.Located;
import io.countersign.policystream.policy.expression.Words;
import io.countersign.policystream.policy.yaml.Findings;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that what expressions look back at can be told for every action that their document concerns. */
final class LookingBack {
    /** Pairs of an action and an expression that looks at a counter with a key. */
    static final long PAIRS = 50_000_000;

    private final Findings findings;
    private final Map<String, Counter> counters = new HashMap<>();
    private final Map<String, Set<String>> covered = new HashMap<>();
    private final Set<String> actions = new HashSet<>();
    private final Set<String> labels = new HashSet<>();
    private long pairs;

    LookingBack(Findings findings) {
        this.findings = findings;
    }

    /** Takes in the catalogue. */
    void catalogue(Collection<CatalogueAction> all) {
        for (CatalogueAction action : all) {
            actions.add(action.entry().name());
            labels.addAll(action.entry().labels());
        }
    }

    /** Takes in a counter and the actions that it names. */
    void declared(Counter counter, Set<String> named) {
        counters.put(counter.name(), counter);
        covered.put(counter.name(), named);
    }

    /** Checks the expressions of a document that concerns these actions. */
    void check(List<Located> expressions, Set<String> named) {
        for (Located located : expressions) {
            var looks = located.expression().looksBack();
            looks.counters().forEach(name -> checkCounter(located, name, named));
            for (String name : looks.counts()) {
                if (!actions.contains(name)) {
                    findings.problem(
                            located.line(), located.what() + ": there is no action '" + Words.clean(name) + "'");
                }
            }
            for (String label : looks.labels()) {
                if (!labels.contains(label)) {
                    findings.warning(
                            located.line(), located.what() + ": no action has the label '" + Words.clean(label) + "'");
                }
            }
        }
    }

    /** What a test takes for approved before must be something that can be. */
    void check(String test, Given given) {
        given.sums().forEach((name, entry) -> {
            if (!counters.containsKey(name)) {
                findings.problem(entry.line(), test + ": given: there is no counter '" + Words.clean(name) + "'");
            }
        });
        given.approved().forEach((name, entry) -> {
            if (!actions.contains(name)) {
                findings.problem(entry.line(), test + ": given: there is no action '" + Words.clean(name) + "'");
            }
        });
        for (Placed label : given.carried()) {
            if (!labels.contains(label.text())) {
                findings.problem(
                        label.line(), test + ": given: no action has the label '" + Words.clean(label.text()) + "'");
            }
        }
    }

    private void checkCounter(Located located, String name, Set<String> named) {
        var counter = counters.get(name);
        if (counter == null) {
            findings.problem(located.line(), located.what() + ": there is no counter '" + Words.clean(name) + "'");
            return;
        }
        if (!counter.keyed()) {
            return;
        }
        pairs += named.size();
        if (pairs > PAIRS) {
            findings.problem(located.line(), located.what() + ": too many uses of counters for so many actions");
            return;
        }
        var names = covered.getOrDefault(name, Set.of());
        named.stream()
                .filter(action -> !names.contains(action))
                .findFirst()
                .ifPresent(action -> findings.problem(
                        located.line(),
                        located.what() + ": the counter " + name + " has a key, and does not name " + action
                                + ": for its parameters there is no such key"));
    }
}
