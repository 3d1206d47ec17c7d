package io.countersign.policystream.policy.expression;

import java.util.List;
import java.util.Set;

/** A part of a policy that is computed from an intent. Immutable and thread-safe. */
public sealed interface Expression<T> permits Expression.Constant, CelExpression {

    /** Never throws: what fails is a value. */
    Evaluated<T> evaluate(Variables variables);

    /** Paths of parameters that it uses without looking first whether they are there. */
    Set<List<String>> assumedParameters();

    /** What it looks at of what was approved before. */
    LooksBack looksBack();

    /** One value, whatever the intent. */
    record Constant<T>(T value) implements Expression<T> {
        @Override
        public Evaluated<T> evaluate(Variables variables) {
            return new Evaluated.Is<>(value);
        }

        @Override
        public Set<List<String>> assumedParameters() {
            return Set.of();
        }

        @Override
        public LooksBack looksBack() {
            return LooksBack.NOWHERE;
        }
    }
}
