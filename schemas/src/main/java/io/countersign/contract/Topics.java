package io.countersign.contract;

import java.util.List;
import java.util.Optional;

/** The topics' names. They are public API: clients in other languages rely on them. */
public final class Topics {
    /** Intents of agents that speak Kafka, any key, a bearer token in {@link Headers#AUTHORIZATION}. */
    public static final String INBOX = "intents.inbox";

    public static final String SUBMITTED = "intents.submitted";
    public static final String CANCELLATIONS = "intents.cancellations";
    public static final String SESSIONS = "intents.sessions";
    public static final String REVIEWS = "intents.reviews";
    public static final String OUTCOMES = "intents.outcomes";
    public static final String TICKS = "intents.ticks";
    public static final String DIRECTIVES = "intents.directives";
    public static final String EVENTS = "intents.events";
    public static final String CONTENTS = "intents.contents";
    public static final String REPLIES = "intents.replies";
    public static final String OUTPUT = "intents.output";
    /** Answers that may be given again, shared by all executors. Its key is no owner. */
    public static final String CACHE = "intents.cache";

    public static final String DEAD_LETTER = "intents.dead-letter";
    public static final String TRANCHES = "intents.tranches";
    public static final String BUNDLES = "policy.bundles";
    public static final String CONTROLS = "policy.controls";

    /** Every action has a topic of its own: this prefix and the action's name. */
    public static final String APPROVED_PREFIX = "intents.approved.";

    /** All topics but those of actions, in the order in which the design lists them. */
    public static final List<String> ALL = List.of(
            INBOX,
            SUBMITTED,
            CANCELLATIONS,
            SESSIONS,
            REVIEWS,
            OUTCOMES,
            TICKS,
            DIRECTIVES,
            EVENTS,
            CONTENTS,
            REPLIES,
            OUTPUT,
            CACHE,
            DEAD_LETTER,
            BUNDLES,
            CONTROLS,
            TRANCHES);

    private Topics() {}

    /** The topic on which the executors of an action find what is theirs. */
    public static String approved(String action) {
        if (!ActionName.isValid(action)) {
            throw new IllegalArgumentException("not an action's name: " + action);
        }
        return APPROVED_PREFIX + action;
    }

    /** The action whose topic this is; empty for any other topic. */
    public static Optional<String> actionOf(String topic) {
        return Optional.of(topic)
                .filter(name -> name.startsWith(APPROVED_PREFIX))
                .map(name -> name.substring(APPROVED_PREFIX.length()))
                .filter(ActionName::isValid);
    }
}
