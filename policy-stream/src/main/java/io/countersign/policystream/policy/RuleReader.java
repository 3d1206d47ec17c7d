package io.countersign.policystream.policy;

import io.countersign.policystream.policy.Documents.Located;
import io.countersign.policystream.policy.Documents.Targeted;
import io.countersign.policystream.policy.expression.Expression;
import io.countersign.policystream.policy.expression.Expressions;
import io.countersign.policystream.policy.expression.ResultKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads documents of kind Rule. */
final class RuleReader {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration WITHIN = Duration.ofHours(24);
    private static final int QUORUM = 100;

    private final Expressions expressions;

    RuleReader(Expressions expressions) {
        this.expressions = expressions;
    }

    Targeted<Rule> read(Fields fields) {
        String name = fields.name();
        var actions = fields.required("actions", fields.someTexts("actions"), List.<Placed>of());
        var when = fields.expression("when", ResultKind.CONDITION, expressions, new Expression.Constant<>(true));
        var reason = fields.expression(
                "reason", ResultKind.WORDING, expressions, new Expression.Constant<>("the rule " + name + " applies"));
        Verdict verdict = verdict(fields);
        var rule = new Rule(name, when, verdict, reason, retryIn(fields, verdict), approval(fields, name, verdict));
        fields.done();
        var located = List.of(
                new Located(fields.what() + ": when", fields.line("when"), when),
                new Located(fields.what() + ": reason", fields.line("reason"), reason));
        return new Targeted<>(fields.what(), fields.line(), rule, actions, located);
    }

    private static Verdict verdict(Fields fields) {
        Verdict verdict = fields.required("verdict", fields.choice("verdict", Verdict.class), Verdict.REJECT);
        if (verdict == Verdict.ALLOW) {
            fields.problem("verdict", "a rule can reject, hold or defer; what no rule objects to is allowed");
        }
        return verdict;
    }

    private static @Nullable Duration retryIn(Fields fields, Verdict verdict) {
        var retryIn = fields.optionalDuration("retryIn", SECOND, MONTH);
        if (verdict != Verdict.DEFER && fields.has("retryIn")) {
            fields.problem("retryIn", "goes with the verdict defer only");
        }
        if (verdict == Verdict.DEFER) {
            return fields.required("retryIn", retryIn, SECOND);
        }
        return null;
    }

    private static @Nullable ApprovalClause approval(Fields fields, String name, Verdict verdict) {
        var approval = fields.map("approval").orElse(null);
        if (verdict != Verdict.HOLD && approval != null) {
            fields.problem("approval", "goes with the verdict hold only");
        }
        if (approval == null) {
            return verdict == Verdict.HOLD ? new ApprovalClause(name, List.of(), 1, WITHIN) : null;
        }
        var groups =
                approval.texts("groups").stream().map(Placed::text).distinct().toList();
        int quorum = approval.count("quorum", 1, 1, QUORUM);
        var within = approval.duration("within", WITHIN, SECOND, MONTH);
        approval.done();
        return verdict == Verdict.HOLD ? new ApprovalClause(name, groups, quorum, within) : null;
    }
}
