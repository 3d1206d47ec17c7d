package io.countersign.protocol.kafka;

import io.countersign.contract.Topics;
import io.countersign.protocol.Subscription;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The approved topics of the actions that an executor takes on. */
final class ApprovedTopics {

    private final List<Subscription> subscriptions;

    ApprovedTopics(List<Subscription> subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** Matches the names of all of them, also of those that are yet to come. */
    Pattern pattern() {
        return Pattern.compile(subscriptions.stream()
                .map(subscription ->
                        Topics.APPROVED_PREFIX + subscription.actions().pattern())
                .map(ApprovedTopics::regex)
                .collect(Collectors.joining("|")));
    }

    /** How many attempts of a topic's action may run at a time. */
    int inFlight(String topic) {
        var action = topic.substring(Topics.APPROVED_PREFIX.length());
        return subscriptions.stream()
                .filter(subscription -> subscription.actions().matches(action))
                .findFirst()
                .orElseThrow()
                .inFlight();
    }

    private static String regex(String glob) {
        return Arrays.stream(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }
}
