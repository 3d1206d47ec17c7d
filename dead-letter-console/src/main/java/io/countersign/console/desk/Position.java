package io.countersign.console.desk;

/** Where a record lies in the log. */
public record Position(String topic, int partition, long offset) {
    @Override
    public String toString() {
        return topic + " [" + partition + "] @ " + offset;
    }
}
