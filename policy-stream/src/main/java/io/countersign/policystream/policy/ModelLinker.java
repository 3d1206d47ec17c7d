package io.countersign.policystream.policy;

import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.policy.expression.Words;
import io.countersign.policystream.policy.yaml.Findings;
import java.util.HashMap;
import java.util.Map;

/** Puts a bundle's models together, and looks whether what names them finds them. */
final class ModelLinker {

    private final Documents documents;
    private final Findings findings;

    ModelLinker(Documents documents, Findings findings) {
        this.documents = documents;
        this.findings = findings;
    }

    Models link() {
        Map<String, Model> models = new HashMap<>();
        documents.models.forEach(known -> models.putIfAbsent(known.model().name(), known.model()));
        documents.models.forEach(known -> checkFallbacks(known, models));
        if (models.isEmpty()) {
            documents.budgets.stream()
                    .filter(budget -> budget.document().unit() == Unit.COST_MICROS)
                    .forEach(budget -> findings.problem(
                            budget.line(),
                            budget.what()
                                    + ": unit: cost-micros needs prices, and there is no document of kind Model"));
            documents.actions.stream()
                    .filter(defined -> defined.action().models() == NamedModels.KNOWN)
                    .forEach(defined -> findings.problem(
                            defined.line(),
                            "action " + defined.action().entry().name()
                                    + ": models: none is known, because there is no document of kind Model"));
        }
        return new Models(models);
    }

    private void checkFallbacks(Documents.Known known, Map<String, Model> models) {
        for (Placed fallback : known.fallbacks()) {
            if (fallback.text().equals(known.model().name())) {
                findings.problem(fallback.line(), known.what() + ": fallbacks: a model is no fallback of itself");
            } else if (!models.containsKey(fallback.text())) {
                findings.problem(
                        fallback.line(),
                        known.what() + ": fallbacks: there is no model '" + Words.clean(fallback.text()) + "'");
            }
        }
    }
}
