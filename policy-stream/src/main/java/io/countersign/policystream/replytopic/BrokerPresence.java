package io.countersign.policystream.replytopic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the broker, and remembers its answers for a few seconds: an agent that sends much asks for the same topic each time. */
public final class BrokerPresence implements Presence {

    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private final Admin admin;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    private record Answer(boolean isThere, long at) {}

    public BrokerPresence(Admin admin) {
        this.admin = admin;
    }

    @Override
    public boolean has(String topic) {
        long now = System.nanoTime();
        var known = answers.get(topic);
        if (known == null || now - known.at() > REMEMBERED.toNanos()) {
            known = new Answer(ask(topic), now);
            answers.put(topic, known);
        }
        return known.isThere();
    }

    private boolean ask(String topic) {
        try {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().containsKey(topic);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw new KafkaException("the broker does not say whether there is a topic " + topic, e.getCause());
        }
    }
}
