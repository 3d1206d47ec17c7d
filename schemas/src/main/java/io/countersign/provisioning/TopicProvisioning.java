package io.countersign.provisioning;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Makes the topics of a broker what the plan says, as far as topics can be changed. */
final class TopicProvisioning {
    /** What correctness rests on is put right in topics that exist; retention and sizes are the operator's. */
    private static final List<String> ESSENTIAL = List.of("message.timestamp.type", "cleanup.policy");

    private final Admin admin;
    private final Patience patience;

    TopicProvisioning(Admin admin, Patience patience) {
        this.admin = admin;
        this.patience = patience;
    }

    /**
     * Creates what is missing, corrects what can be corrected, and returns, once all of it can be seen, the names of what
     * it created. A topic with another partition count fails before anything is changed.
     */
    List<String> ensure(Collection<TopicSpec> topics) {
        var found = describe(topics);
        topics.forEach(topic -> requirePartitions(topic, found.get(topic.name())));
        var missing = topics.stream()
                .filter(topic -> !found.containsKey(topic.name()))
                .toList();
        missing.forEach(this::create);
        patience.until("wait for the new topics", () -> requireAll(topics));
        correct(topics);
        return missing.stream().map(TopicSpec::name).toList();
    }

    private @Nullable Void requireAll(Collection<TopicSpec> topics) {
        var found = describe(topics);
        for (var topic : topics) {
            if (!found.containsKey(topic.name())) {
                throw new ProvisioningException(topic.name() + " cannot be seen yet");
            }
            requirePartitions(topic, found.get(topic.name()));
        }
        return null;
    }

    private Map<String, TopicDescription> describe(Collection<TopicSpec> topics) {
        var found = new HashMap<String, TopicDescription>();
        var names = topics.stream().map(TopicSpec::name).toList();
        admin.describeTopics(names).topicNameValues().forEach((name, description) -> {
            try {
                found.put(name, get("describe " + name, description));
            } catch (UnknownTopicOrPartitionException missing) {
                // Then it is not among those found.
            }
        });
        return found;
    }

    private static void requirePartitions(TopicSpec topic, @Nullable TopicDescription found) {
        if (found != null && found.partitions().size() != topic.partitions()) {
            throw new ProvisioningException(
                    ("%s has %d partitions and not %d: the number is fixed when the topics are made,"
                                    + " because it decides where an owner's records lie")
                            .formatted(topic.name(), found.partitions().size(), topic.partitions()));
        }
    }

    private void create(TopicSpec topic) {
        var request = new NewTopic(topic.name(), topic.partitions(), topic.replication()).configs(topic.settings());
        try {
            get(
                    "create " + topic.name(),
                    admin.createTopics(List.of(request)).values().get(topic.name()));
        } catch (TopicExistsException another) {
            // Another process was faster; what it made is looked at next.
        }
    }

    private void correct(Collection<TopicSpec> topics) {
        var resources = topics.stream().map(TopicProvisioning::resource).toList();
        var settings = admin.describeConfigs(resources).values();
        for (var topic : topics) {
            var actual = get("read the settings of " + topic.name(), settings.get(resource(topic)));
            var corrections = ESSENTIAL.stream()
                    .filter(name -> !Objects.equals(topic.settings().get(name), value(actual, name)))
                    .map(name -> new AlterConfigOp(
                            new ConfigEntry(name, topic.settings().get(name)), AlterConfigOp.OpType.SET))
                    .toList();
            if (!corrections.isEmpty()) {
                var change = admin.incrementalAlterConfigs(Map.of(resource(topic), corrections));
                get("correct the settings of " + topic.name(), change.all());
            }
        }
    }

    private static @Nullable String value(Config config, String name) {
        var entry = config.get(name);
        return entry == null ? null : entry.value();
    }

    private static ConfigResource resource(TopicSpec topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static <T> T get(String purpose, @Nullable KafkaFuture<T> future) {
        try {
            return Objects.requireNonNull(future, purpose).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new ProvisioningException("cannot " + purpose, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProvisioningException("interrupted: " + purpose, e);
        }
    }
}
