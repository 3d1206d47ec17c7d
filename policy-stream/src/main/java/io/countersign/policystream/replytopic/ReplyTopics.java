package io.countersign.policystream.replytopic;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;

/**
 * The topics on which the agents of each tenant may be answered, named one by one: whoever reads such a topic reads whatever is
 * copied there.
 */
public final class ReplyTopics {

    /** What Countersign and Kafka keep their own records under. */
    private static final List<String> OURS = List.of("intents.", "policy.", "countersign-", "__");

    private static final ReplyTopics NONE = new ReplyTopics(Map.of());

    private final Map<String, Set<String>> ofTenants;

    private ReplyTopics(Map<String, Set<String>> ofTenants) {
        this.ofTenants = ofTenants;
    }

    /** Nobody is answered on Kafka. */
    public static ReplyTopics none() {
        return NONE;
    }

    /**
     * Reads {@code tenant=topic} pairs with commas between them; a tenant that has several topics is named with each.
     *
     * @throws IllegalArgumentException for anything else, for a name that no topic can have, and for a topic of Countersign or
     *     Kafka
     */
    public static ReplyTopics read(String text) {
        var ofTenants = new HashMap<String, Set<String>>();
        for (var pair : text.split(",", -1)) {
            // A tenant's name may have any character, a topic's has no '='.
            int between = pair.lastIndexOf('=');
            var tenant = between < 0 ? "" : pair.substring(0, between).strip();
            var topic = pair.substring(between + 1).strip();
            if (tenant.isEmpty()) {
                throw new IllegalArgumentException("not tenant=topic: '" + pair.strip() + "'");
            }
            ofTenants.computeIfAbsent(tenant, any -> new HashSet<>()).add(fit(topic));
        }
        return new ReplyTopics(Map.copyOf(ofTenants));
    }

    private static String fit(String topic) {
        try {
            Topic.validate(topic);
        } catch (InvalidTopicException e) {
            throw new IllegalArgumentException("'" + topic + "' can be no topic: " + e.getMessage(), e);
        }
        if (OURS.stream().anyMatch(topic::startsWith)) {
            throw new IllegalArgumentException("'" + topic + "' is not for answers: names that begin with "
                    + String.join(", ", OURS) + " are Countersign's or Kafka's own");
        }
        return topic;
    }

    /** Whether agents of this tenant may be answered on this topic. */
    public boolean allow(String tenant, String topic) {
        return ofTenants.getOrDefault(tenant, Set.of()).contains(topic);
    }

    /** True if nobody may be answered on any. */
    public boolean isEmpty() {
        return ofTenants.isEmpty();
    }
}
