package io.countersign.policystream.stream.layout;

import io.countersign.policystream.memory.Addition;
import io.countersign.policystream.memory.SessionKey;
import io.countersign.policystream.memory.SessionMemory;
import io.countersign.policystream.memory.Sums;
import io.countersign.policystream.memory.Trace;
import io.countersign.policystream.store.ValueReader;
import io.countersign.policystream.store.ValueWriter;

/** What approved intents leave behind. */
final class MemoryLayout {

    private MemoryLayout() {}

    static void trace(ValueWriter out, Trace trace) {
        out.flag(trace.session().opened());
        out.text(trace.session().name());
        out.instant(trace.at());
        out.instant(trace.until());
        out.text(trace.action());
        out.list(trace.labels(), ValueWriter::text);
        out.list(trace.additions(), MemoryLayout::addition);
    }

    static Trace trace(ValueReader in) {
        return new Trace(
                new SessionKey(in.flag(), in.text()),
                in.instant(),
                in.instant(),
                in.text(),
                in.list(ValueReader::text),
                in.list(MemoryLayout::addition));
    }

    private static void addition(ValueWriter out, Addition addition) {
        out.text(addition.counter());
        out.text(addition.key());
        BudgetLayout.window(out, addition.window());
        out.decimal(addition.amount());
    }

    private static Addition addition(ValueReader in) {
        return new Addition(in.text(), in.text(), BudgetLayout.window(in), in.decimal());
    }

    static void sums(ValueWriter out, Sums sums) {
        out.duration(sums.length());
        out.optional(sums.period(), ValueWriter::duration);
        out.list(sums.buckets(), MemoryLayout::bucket);
    }

    static Sums sums(ValueReader in) {
        return new Sums(in.duration(), in.optional(ValueReader::duration), in.list(MemoryLayout::bucket));
    }

    private static void bucket(ValueWriter out, Sums.Bucket bucket) {
        out.instant(bucket.opens());
        out.decimal(bucket.sum());
    }

    private static Sums.Bucket bucket(ValueReader in) {
        return new Sums.Bucket(in.instant(), in.decimal());
    }

    static void memory(ValueWriter out, SessionMemory memory) {
        out.map(memory.labels(), ValueWriter::number);
        out.map(memory.counts(), ValueWriter::number);
        out.instant(memory.since());
        out.instant(memory.until());
    }

    static SessionMemory memory(ValueReader in) {
        return new SessionMemory(in.map(ValueReader::number), in.map(ValueReader::number), in.instant(), in.instant());
    }
}
