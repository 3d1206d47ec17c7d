package io.countersign.policystream.policy;

import io.countersign.contract.Code;
import io.countersign.policystream.policy.expression.Evaluated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what is found in one judgement, in order; the first failure's code is the answer's. */
final class Reasons {
    private final List<Reason> found = new ArrayList<>();
    private @Nullable Code failure;

    /** Something that does not refuse by itself. */
    void note(Code code, String document, String message) {
        found.add(new Reason(code.name(), document, message));
    }

    /** Something that refuses. */
    void fail(Code code, @Nullable String document, String message) {
        found.add(new Reason(code.name(), document, message));
        if (failure == null) {
            failure = code;
        }
    }

    /** A refusal that has reasons of its own. */
    void failAll(Code code, List<Reason> reasons) {
        found.addAll(reasons);
        if (failure == null) {
            failure = code;
        }
    }

    /** The value of an expression; empty after a failure. */
    <T> Optional<T> value(Evaluated<T> evaluated, @Nullable String document, String what) {
        return switch (evaluated) {
            case Evaluated.Is<T>(T value) -> Optional.of(value);
            case Evaluated.Failed<T>(String why) -> {
                fail(Code.EVALUATION_FAILED, document, what + " could not be evaluated: " + why);
                yield Optional.empty();
            }
        };
    }

    boolean failed() {
        return failure != null;
    }

    Optional<Code> failure() {
        return Optional.ofNullable(failure);
    }

    List<Reason> all() {
        return List.copyOf(found);
    }
}
