package io.countersign.audit;

/** The last event of an owner: whoever knows it knows that no event before it can have changed. */
public record Head(String owner, long sequence, String hash) {

    /** As one line. */
    @Override
    public String toString() {
        return "head %s %d %s".formatted(owner, sequence, hash);
    }
}
