package io.countersign.policystream.memory;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What the rules may know of what was approved before, when they judge one intent. */
public interface Recollection {

    /** Nothing was ever approved. */
    Recollection NOTHING = new Recollection() {
        @Override
        public BigDecimal counted(CounterKey key) {
            return BigDecimal.ZERO;
        }

        @Override
        public List<String> labels() {
            return List.of();
        }

        @Override
        public Map<String, Long> counts() {
            return Map.of();
        }
    };

    /** What others added to a counter, of what counts in this window. */
    BigDecimal counted(CounterKey key);

    /** The labels of what was approved in the session, each once, in their order. */
    List<String> labels();

    /** How many intents of each action were approved in the session; actions without one are left out. */
    Map<String, Long> counts();
}
