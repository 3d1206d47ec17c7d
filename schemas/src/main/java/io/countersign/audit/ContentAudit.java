package io.countersign.audit;

import io.countersign.audit.Break.Fault;
import io.countersign.wire.RecordHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.apache.avro.generic.IndexedRecord;

/**
 * Checks that every content that is still there is what an event of its intent names, and the last of each intent what
 * the last event names. All contents come first, then the events. An erased content is no break. Not safe for use by
 * many threads.
 *
 * <p>The log may grow meanwhile, and compaction may take a content away for one that is not read any more. So an event
 * counts as <em>settled</em> only if its content had been committed before the contents were read; what later ones name
 * need not be there.
 */
public final class ContentAudit {

    private final IntPredicate beginsLater;
    private final Map<String, Intent> intents = new HashMap<>();
    private final List<Break> unreadable = new ArrayList<>();
    private long contents;

    /** @param beginsLater whether the first events of a partition are deleted: their contents name no event any more */
    public ContentAudit(IntPredicate beginsLater) {
        this.beginsLater = beginsLater;
    }

    private static final class Intent {
        final String owner;
        /** Where those contents lie that no event has named yet, by their hash. */
        final Map<String, Place> unnamed = new HashMap<>(2);

        String last = "";
        Place place;
        long sequence;
        boolean current;

        Intent(String owner, Place place) {
            this.owner = owner;
            this.place = place;
        }
    }

    /** The next content of a partition, by its key. */
    public void content(Place place, String key, IndexedRecord written) {
        contents++;
        var hash = RecordHash.ofContent(written);
        var intent = intents.computeIfAbsent(key, absent -> new Intent(ownerOf(key), place));
        intent.unnamed.put(hash, place);
        intent.last = hash;
        intent.place = place;
    }

    /** The content of that key is erased. */
    public void erased(String key) {
        intents.remove(key);
    }

    /** The next content of a partition does not decode. */
    public void unreadable(Place place, String key, String why) {
        contents++;
        unreadable.add(new Break(Fault.UNREADABLE, ownerOf(key), 0, place, why));
    }

    /**
     * The next event of a partition.
     *
     * @param settled whether it was committed before the contents were read
     */
    public void event(IndexedRecord written, boolean settled) {
        var event = new AuditedEvent(written);
        var hash = event.contentHash();
        var intent = hash == null ? null : intents.get(event.owner() + "/" + event.intentId());
        if (hash == null || intent == null) {
            return;
        }
        intent.unnamed.remove(hash);
        intent.sequence = event.sequence();
        intent.current = !settled || hash.equals(intent.last);
    }

    /** What is wrong, once all events were seen. */
    public List<Break> breaks() {
        return Stream.concat(unreadable.stream(), intents.values().stream().flatMap(this::breaksOf))
                .toList();
    }

    private Stream<Break> breaksOf(Intent intent) {
        var unnamed = intent.unnamed.values().stream()
                .filter(place -> !beginsLater.test(place.partition()))
                .map(place -> found(intent, place, "no event of the intent names this content's hash"));
        boolean outdated = intent.sequence > 0 && !intent.current && !intent.unnamed.containsKey(intent.last);
        return outdated
                ? Stream.concat(
                        unnamed, Stream.of(found(intent, intent.place, "the latest event names another content")))
                : unnamed;
    }

    private static Break found(Intent intent, Place place, String message) {
        return new Break(Fault.CONTENT, intent.owner, intent.sequence, place, message);
    }

    private static String ownerOf(String key) {
        int end = key.lastIndexOf('/');
        return end < 0 ? key : key.substring(0, end);
    }

    /** How many contents were looked at. */
    public long contents() {
        return contents;
    }
}
