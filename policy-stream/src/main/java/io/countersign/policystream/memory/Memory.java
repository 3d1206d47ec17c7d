package io.countersign.policystream.memory;

/** What an owner's approved intents have left behind, as it stood before a decision. */
public interface Memory {

    /** Nothing was ever approved. */
    Memory EMPTY = new Memory() {
        @Override
        public Sums sums(CounterKey key) {
            return Sums.nothing(key.window());
        }

        @Override
        public SessionMemory session(SessionKey key) {
            return SessionMemory.NOTHING;
        }
    };

    /** What was added to a counter under a key, in windows of this length. */
    Sums sums(CounterKey key);

    /** What a session remembers. */
    SessionMemory session(SessionKey key);
}
