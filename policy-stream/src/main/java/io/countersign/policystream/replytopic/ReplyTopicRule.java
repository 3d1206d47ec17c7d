package io.countersign.policystream.replytopic;

import java.util.Optional;

/** The rule for where an agent may be answered: asked when its intent comes, and again before each copy. */
public final class ReplyTopicRule {

    private final ReplyTopics topics;
    private final Presence presence;

    public ReplyTopicRule(ReplyTopics topics, Presence presence) {
        this.topics = topics;
        this.presence = presence;
    }

    /**
     * Why agents of this tenant cannot be answered there; empty if they can.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker does not say whether the topic is there
     */
    public Optional<Fault> fault(String tenant, String topic) {
        if (!topics.allow(tenant, topic)) {
            return Optional.of(Fault.NOT_ALLOWED);
        }
        return presence.has(topic) ? Optional.empty() : Optional.of(Fault.MISSING);
    }

    /** Why not. */
    public enum Fault {
        /** The tenant's list does not have it. */
        NOT_ALLOWED("is not among the topics on which your tenant may be answered"),
        /** It is on the list, and there is no such topic. */
        MISSING("does not exist");

        private final String words;

        Fault(String words) {
            this.words = words;
        }

        /** What follows "a topic that" in a sentence. */
        public String words() {
            return words;
        }
    }
}
