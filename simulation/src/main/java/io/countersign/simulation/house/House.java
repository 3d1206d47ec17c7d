package io.countersign.simulation.house;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A policy: a catalogue, rules, budgets, counters, models and prepared answers, up to which amount what is granted, and whether what must not
 * happen twice is granted in sessions only.
 *
 * <p>What it says of an ask is worked out here from the description of the policy language, by code that shares nothing
 * with the product's.
 */
public record House(
        String name,
        List<Terms> catalogue,
        long grantedUpTo,
        boolean refundsInSessions,
        List<RuleTerms> rules,
        List<BudgetTerms> budgets,
        List<CounterTerms> counters,
        List<Tariff> models,
        List<AnswerTerms> answers) {

    /** The largest amount that parameters may name. */
    static final long MOST_AMOUNT = 1_000;

    /** The largest whole number that every JSON reader agrees on. */
    static final long MOST_EXACT = (1L << 53) - 1;

    /** A counter without a key. */
    static final String COUNTER = "spent";

    /** A counter that has a key. */
    static final String DIVIDED_COUNTER = "spent-by-part";

    /** The label of what must not happen twice. */
    static final String EXTERNAL = "external";

    /** The role that grants are for. */
    private static final String SUPPORT = "support";

    public House {
        catalogue = List.copyOf(catalogue);
        rules = List.copyOf(rules);
        budgets = List.copyOf(budgets);
        counters = List.copyOf(counters);
        models = List.copyOf(models);
        answers = List.copyOf(answers);
    }

    /** The catalogue's entry of this name. */
    public Optional<Terms> terms(String action) {
        return catalogue.stream().filter(terms -> terms.name().equals(action)).findFirst();
    }

    private boolean needsSession(String action) {
        return refundsInSessions && action.equals(Houses.REFUND);
    }

    /** The counter of this name. */
    CounterTerms counter(String counter) {
        return counters.stream()
                .filter(each -> each.name().equals(counter))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Judges in full: catalogue, parameters, model, session, grants, rules, answers, and what the budgets must hold.
     *
     * @param handedOver whether it was handed to an executor before: such a one is not answered any more
     */
    public Opinion judge(Ask ask, Standing standing, Past past, boolean handedOver, long now) {
        var terms = terms(ask.action()).orElse(null);
        if (terms == null) {
            return new Opinion.Refused("UNKNOWN_ACTION");
        }
        if (ask.amount() < 0 || ask.amount() > MOST_AMOUNT) {
            return new Opinion.Refused("INVALID_PARAMETERS");
        }
        if (lacksModel(terms, ask)) {
            return new Opinion.Refused("UNKNOWN_MODEL");
        }
        if (standing instanceof Standing.Unknown) {
            return new Opinion.Refused("SESSION_UNKNOWN");
        }
        boolean outside =
                standing instanceof Standing.Within within && !within.task().covers(ask);
        if (outside || !ask.roles().contains(SUPPORT) || ask.amount() > grantedUpTo) {
            return new Opinion.Refused("NOT_GRANTED");
        }
        if (standing instanceof Standing.None && needsSession(ask.action())) {
            return new Opinion.Refused("SESSION_REQUIRED");
        }
        var clauses = new ArrayList<Clause>();
        long retryIn = 0;
        String objection = null;
        for (var rule : rules) {
            if (!rule.concerns(ask.action())) {
                continue;
            }
            var matches = rule.matches(ask, past, this, now);
            if (matches == null) {
                objection = objection == null ? "EVALUATION_FAILED" : objection;
            } else if (matches) {
                if (rule.verdict() == RuleTerms.Verdict.REJECT && objection == null) {
                    objection = "RULE";
                }
                if (rule.clause() != null) {
                    clauses.add(rule.clause());
                }
                retryIn = Math.max(retryIn, rule.retryIn());
            }
        }
        if (objection != null) {
            return new Opinion.Refused(objection);
        }
        for (var answer : handedOver ? List.<AnswerTerms>of() : answers(ask, false)) {
            var given = answer.matches(ask, past, this, now);
            if (given == null) {
                return new Opinion.Refused("EVALUATION_FAILED");
            }
            if (given) {
                return new Opinion.Admitted(terms, clauses, retryIn, List.of(), List.of(), answer);
            }
        }
        return admitted(terms, ask, clauses, retryIn, now);
    }

    private List<AnswerTerms> answers(Ask ask, boolean onFailure) {
        return answers.stream()
                .filter(answer ->
                        answer.onFailure() == onFailure && answer.action().equals(ask.action()))
                .toList();
    }

    /** What it has prepared for an ask that no executor could answer: the first that matches, unless one before it fails. */
    public Rescue rescue(Ask ask, Past past, long now) {
        for (var answer : answers(ask, true)) {
            var given = answer.matches(ask, past, this, now);
            if (given == null || given) {
                return given == null ? new Rescue(null, answer) : new Rescue(answer, null);
            }
        }
        return Rescue.NONE;
    }

    /** Judges what an automatic attempt still has to meet: the catalogue with its models, and the budgets. */
    public Opinion charge(Ask ask, long now) {
        var terms = terms(ask.action()).orElse(null);
        if (terms == null) {
            return new Opinion.Refused("UNKNOWN_ACTION");
        }
        return lacksModel(terms, ask) ? new Opinion.Refused("UNKNOWN_MODEL") : admitted(terms, ask, List.of(), 0, now);
    }

    /** True if it names a model that is not among those that may be named. */
    private boolean lacksModel(Terms terms, Ask ask) {
        return terms.knownModels() && ask.model() != null && model(ask.model()) == null;
    }

    private Opinion admitted(Terms terms, Ask ask, List<Clause> clauses, long retryIn, long now) {
        long input = terms.input(ask);
        var model = model(ask.model());
        long longest = model == null || model.maxOutput() == null ? Long.MAX_VALUE : model.maxOutput();
        long output = Math.min(terms.output(ask), longest);
        var needs = new ArrayList<Opinion.Need>();
        for (var budget : budgets) {
            if (!budget.concerns(ask)) {
                continue;
            }
            Long amount = switch (budget.unit()) {
                case TOKENS -> (Long) (input + output);
                case INPUT_TOKENS -> (Long) input;
                case OUTPUT_TOKENS -> (Long) output;
                case REQUESTS -> (Long) 1L;
                case COST_MICROS -> input + output == 0 ? (Long) 0L : dearest(ask.model(), input, output);
            };
            if (amount == null) {
                return new Opinion.Refused("EVALUATION_FAILED");
            }
            needs.add(new Opinion.Need(
                    budget.name(), budget.unit(), budget.shape().at(now), budget.limitOf(ask), amount));
        }
        return new Opinion.Admitted(terms, clauses, retryIn, needs, tariffs(ask.model()), null);
    }

    /** The most that a model, or one that answers in its place, may cost; null if nothing is known of it. */
    private @Nullable Long dearest(@Nullable String name, long input, long output) {
        return tariffs(name).stream()
                .map(each -> each.atMost(input, output))
                .max(Long::compare)
                .orElse(null);
    }

    /** Of the models that may answer; whoever names none is reckoned at the highest of all prices. */
    private List<Tariff> tariffs(@Nullable String name) {
        if (name == null) {
            return models.stream().reduce(Tariff::orHigher).stream().toList();
        }
        var asked = model(name);
        var candidates = new ArrayList<Tariff>();
        if (asked != null) {
            candidates.add(asked);
            models.stream()
                    .filter(each -> asked.fallbacks().contains(each.name()))
                    .sorted(Comparator.comparing(each -> asked.fallbacks().indexOf(each.name())))
                    .forEach(candidates::add);
        }
        return candidates;
    }

    private @Nullable Tariff model(@Nullable String name) {
        return models.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The same house where nothing is short, held or refused by rules. */
    public House generous() {
        return new House(
                name + "-generous",
                catalogue,
                MOST_AMOUNT,
                false,
                List.of(),
                budgets.stream().map(budget -> budget.limitedTo(1L << 50)).toList(),
                List.of(),
                models,
                List.of());
    }

    /** The bundle, as one YAML stream. */
    public String yaml() {
        var documents = new ArrayList<String>();
        catalogue.forEach(terms -> documents.add(terms.yaml()));
        for (var terms : catalogue) {
            documents.add("""
                    kind: Grant
                    name: %s-%s
                    who: "'support' in principal.roles"
                    actions: [%s]
                    when: "parameters.amount <= %d"
                    session: %s
                    """.formatted(
                            name,
                            terms.name().replace('.', '-'),
                            terms.name(),
                            grantedUpTo,
                            needsSession(terms.name()) ? "required" : "optional"));
        }
        rules.forEach(rule -> documents.add(rule.yaml()));
        budgets.forEach(budget -> documents.add(budget.yaml()));
        counters.forEach(counter -> documents.add(counter.yaml()));
        models.forEach(model -> documents.add(model.yaml()));
        answers.forEach(answer -> documents.add(answer.yaml()));
        return String.join("---\n", documents);
    }

    static String list(List<String> words) {
        return words.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", ", "[", "]"));
    }
}
