package io.countersign.policystream.policy;

import io.countersign.contract.ActionGlob;
import io.countersign.contract.Code;
import io.countersign.policystream.policy.expression.Evaluated;
import io.countersign.policystream.policy.expression.Variables;
import io.countersign.policystream.policy.expression.Words;
import java.util.List;

/** Whether what is asked for is within the task that a session was opened for. */
final class TaskScope {
    private final String action;
    private final SessionConditions conditions;
    private final Variables variables;

    TaskScope(String action, SessionConditions conditions, Variables variables) {
        this.action = action;
        this.conditions = conditions;
        this.variables = variables;
    }

    /** What stands in the way; nothing if one of the grants covers it, also if another one fails. */
    Reasons obstacles(List<TaskGrant> grants) {
        var obstacles = new Reasons();
        for (TaskGrant grant : grants) {
            if (new ActionGlob(grant.action()).matches(action) && covers(grant, obstacles)) {
                return new Reasons();
            }
        }
        if (!obstacles.failed()) {
            obstacles.fail(Code.NOT_GRANTED, null, "the session does not cover " + action);
        }
        return obstacles;
    }

    private boolean covers(TaskGrant grant, Reasons obstacles) {
        var when = grant.when();
        if (when == null) {
            return true;
        }
        return switch (conditions.evaluate(when, variables)) {
            case Evaluated.Is<Boolean>(Boolean is) -> {
                if (!is) {
                    obstacles.fail(
                            Code.NOT_GRANTED,
                            null,
                            "the session does not cover these parameters: it grants " + grant.action() + " only when "
                                    + Words.clean(when));
                }
                yield is;
            }
            case Evaluated.Failed<Boolean>(String why) -> {
                obstacles.fail(
                        Code.EVALUATION_FAILED,
                        null,
                        "the session's condition for " + grant.action() + " could not be evaluated: " + why);
                yield false;
            }
        };
    }
}
