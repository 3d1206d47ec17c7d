package io.countersign.audit;

/** Where a record lies. */
public record Place(String topic, int partition, long offset) {

    @Override
    public String toString() {
        return "%s, partition %d, offset %d".formatted(topic, partition, offset);
    }
}
