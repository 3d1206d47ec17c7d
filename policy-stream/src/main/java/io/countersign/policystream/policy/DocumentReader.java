package io.countersign.policystream.policy;

import io.countersign.policystream.policy.expression.CompiledSize;
import io.countersign.policystream.policy.expression.Expressions;
import io.countersign.policystream.policy.expression.Words;
import io.countersign.policystream.policy.yaml.Findings;
import io.countersign.policystream.policy.yaml.Value;
import io.countersign.policystream.policy.yaml.Value.Members;
import io.countersign.policystream.policy.yaml.Value.Scalar;
import java.util.HashMap;
import java.util.Map;

/** Reads documents by their kind; what is wrong with one does not hide what is wrong with the next. */
final class DocumentReader {
    /** Each has a topic of its own, which stays: a broker has room for thousands of partitions, not for any number. */
    static final int ACTIONS = 1_000;

    private final Findings findings;
    private final Documents documents = new Documents();
    private final Map<String, Integer> names = new HashMap<>();
    private final ActionReader actions;
    private final RuleReader rules;
    private final GrantReader grants;
    private final BudgetReader budgets;
    private final CounterReader counters;
    private final ModelReader models = new ModelReader();
    private final AnswerReader answers;
    private final BundleTestReader tests;

    /** @param length characters of the bundle */
    DocumentReader(Findings findings, int length) {
        this.findings = findings;
        var size = new CompiledSize();
        size.addText(length);
        var expressions = new Expressions(findings, size);
        this.actions = new ActionReader(findings, expressions, size);
        this.rules = new RuleReader(expressions);
        this.grants = new GrantReader(expressions);
        this.budgets = new BudgetReader(expressions);
        this.counters = new CounterReader(expressions);
        this.answers = new AnswerReader(expressions);
        this.tests = new BundleTestReader(findings);
    }

    Documents documents() {
        return documents;
    }

    void read(Value value) {
        if (!(value instanceof Members members)) {
            findings.problem(value.line(), "a document must be a map with a 'kind', not " + value.kind());
            return;
        }
        var fields = new Fields(members, "document", findings);
        String kind = fields.requiredText("kind");
        switch (kind) {
            case "Action" -> action(members, kind);
            case "Rule" -> documents.rules.add(rules.read(named(members, kind)));
            case "Grant" -> documents.grants.add(grants.read(named(members, kind)));
            case "Budget" -> documents.budgets.add(budgets.read(named(members, kind)));
            case "Counter" -> documents.counters.add(counters.read(named(members, kind)));
            case "Model" -> documents.models.add(models.read(named(members, kind)));
            case "Answer" -> documents.answers.add(answers.read(named(members, kind)));
            case "Test" -> tests.read(named(members, kind)).ifPresent(documents.tests::add);
            case "" -> {}
            default ->
                findings.problem(
                        fields.line("kind"),
                        "unknown kind '" + Words.clean(kind)
                                + "'; there are Action, Rule, Grant, Budget, Counter, Model, Answer, Test");
        }
    }

    private void action(Members members, String kind) {
        if (documents.actions.size() == ACTIONS) {
            findings.problem(members.line(), "the bundle has more than " + ACTIONS + " actions");
            return;
        }
        documents.actions.add(actions.read(named(members, kind)));
    }

    /** The document's fields; problems call it by its name, if it has one. */
    private Fields named(Members members, String kind) {
        var name = members.members().get("name");
        String what = kind.toLowerCase(java.util.Locale.ROOT);
        if (name != null && name.value() instanceof Scalar scalar) {
            what += " " + Words.clean(scalar.text());
            Integer first = names.putIfAbsent(what, name.line());
            if (first != null) {
                findings.problem(name.line(), what + ": there is another one of this name");
            }
        }
        var fields = new Fields(members, what, findings);
        fields.value("kind");
        return fields;
    }
}
