package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.ActionGlob;
import io.countersign.protocol.Subscription;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApprovedTopicsTest {

    private final ApprovedTopics topics = new ApprovedTopics(List.of(
            new Subscription(new ActionGlob("orders.refund"), 1), new Subscription(new ActionGlob("llm.*"), 7)));

    @Test
    void a_star_crosses_dots_and_a_dot_is_a_dot() {
        var matches = topics.pattern().asMatchPredicate();

        assertThat(matches).accepts("intents.approved.orders.refund", "intents.approved.llm.chat.fast");
        assertThat(matches)
                .rejects("intents.approved.orders-refund", "intents.approved.orders.refund.all", "intents.outcomes");
    }

    @Test
    void the_first_subscription_that_matches_counts() {
        assertThat(topics.inFlight("intents.approved.orders.refund")).isEqualTo(1);
        assertThat(topics.inFlight("intents.approved.llm.chat")).isEqualTo(7);
    }
}
