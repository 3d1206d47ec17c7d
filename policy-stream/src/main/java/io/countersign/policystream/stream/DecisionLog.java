package io.countersign.policystream.stream;

import io.countersign.policystream.budget.Closing;
import io.countersign.policystream.budget.Shortage;
import io.countersign.policystream.budget.Threshold;
import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.v1.IntentEvent;
import java.time.Instant;
import java.util.List;

/** Watches what is decided: logs and metrics. It sees decisions before they are committed, and changes nothing. */
public interface DecisionLog {

    /** Of what nobody watches. */
    DecisionLog NONE = new DecisionLog() {
        @Override
        public void decided(IntentEvent event, Consequence.Recorded change, Instant now) {}

        @Override
        public void unreadable(String topic, int partition, long offset, String code) {}

        @Override
        public void defect(String owner, String intentId, RuntimeException defect) {}
    };

    /** A change was decided at {@code now}, in broker time. */
    void decided(IntentEvent event, Consequence.Recorded change, Instant now);

    /** What an owner has spent has reached a share of a budget's limit. */
    default void reached(String owner, Threshold threshold) {}

    /** An intent was refused because budgets were short. */
    default void refused(String owner, List<Shortage> shortages, Instant now) {}

    /** A hold was closed. */
    default void closed(String owner, Closing closing) {}

    /** A record could not be read, or speaks of nothing that is known. */
    void unreadable(String topic, int partition, long offset, String code);

    /** A defect of ours, which somebody must look at. */
    void defect(String owner, String intentId, RuntimeException defect);
}
