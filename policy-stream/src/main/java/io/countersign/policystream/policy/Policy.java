package io.countersign.policystream.policy;

import io.countersign.policystream.budget.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A bundle in force: a pure, thread-safe function from a question to a judgement. */
public interface Policy {

    /** The bundle's content hash. */
    String version();

    /** The catalogue, ordered by name. */
    List<Action> actions();

    /** The catalogue's entry of this name. */
    Optional<Action> action(String name);

    /** The names of the models that it knows, in order. */
    List<String> models();

    /** True if there is a budget of this name. */
    boolean hasBudget(String name);

    /** The longest time that anything which counts is remembered for; zero if nothing counts. */
    Duration longestWindow(Instant now);

    /** Judges in full: action, parameters, session, grant, rules, and what the budgets must hold. */
    Judgement judge(Question question);

    /** Judges what an automatic attempt still has to meet: the catalogue with its models, and what the budgets must hold. */
    Judgement charge(Question question);

    /** What is prepared for an intent that no executor could answer, and that would wait for a person now. */
    FailSafe failSafe(Question question);

    /**
     * What this caller may ask for, as far as it can be told without parameters; ordered by name. Without a session that
     * includes what needs one, and says so; in an opened one, it is what the session covers.
     */
    List<Permission> permitted(Principal principal, SessionStanding session, Instant now);

    /** The budgets of this caller in the windows that contain {@code now}, each once, with nothing claimed. */
    List<Claim> allowances(Principal principal, Instant now);
}
