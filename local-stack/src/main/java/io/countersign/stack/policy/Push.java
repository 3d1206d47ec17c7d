package io.countersign.stack.policy;

import java.util.List;

/** What became of a bundle that was pushed. */
public sealed interface Push {

    /** What the server noticed, each with its file and line where it has them. */
    List<Remark> remarks();

    /** What came of it, in words. */
    String told();

    /** Every partition decides by it; the remarks are warnings. */
    record InForce(String version, List<Remark> remarks) implements Push {

        public InForce {
            remarks = List.copyOf(remarks);
        }

        @Override
        public String told() {
            return "policy %s is in force".formatted(version);
        }
    }

    /** It is stored and active, but these partitions have not adopted it yet; the remarks are warnings. */
    record Pending(String version, List<Integer> partitions, List<Remark> remarks) implements Push {

        public Pending {
            partitions = List.copyOf(partitions);
            remarks = List.copyOf(remarks);
        }

        @Override
        public String told() {
            return "policy %s is stored; partitions %s have not adopted it yet".formatted(version, partitions);
        }
    }

    /** Refused; the remarks say why, and nothing was changed. */
    record Invalid(List<Remark> remarks) implements Push {

        public Invalid {
            remarks = List.copyOf(remarks);
        }

        @Override
        public String told() {
            return "the policy is invalid; nothing was changed";
        }
    }
}
