package io.countersign.policystream.budget;

import java.util.List;

/** The answer to a set of claims: all of them held, or none. */
public sealed interface Reservation {

    /** Every claim is held. */
    record Placed(List<Hold> holds) implements Reservation {
        public Placed {
            holds = List.copyOf(holds);
        }
    }

    /** Nothing is held; these claims did not fit. */
    record Short(List<Shortage> shortages) implements Reservation {
        public Short {
            shortages = List.copyOf(shortages);
        }
    }
}
