package io.countersign.policystream.policy.expression;

import java.util.Optional;

/** What expressions may look at. */
@FunctionalInterface
public interface Variables {

    /** The variable's value; one that is empty makes the expression fail. */
    Optional<Object> find(String name);
}
