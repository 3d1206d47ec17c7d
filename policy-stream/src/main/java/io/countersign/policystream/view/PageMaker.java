package io.countersign.policystream.view;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** Makes one page out of what is decided and what is not, both by their places. Serves one request. */
final class PageMaker {

    /** So many places are looked at for one page: a rare state in a long history is found in several steps. */
    private static final int MOST_LOOKED_AT = 10_000;

    /** A page ends before its texts get longer than this. */
    private static final long MOST_CHARACTERS = 4L * 1024 * 1024;

    private final ViewReader reader;
    private final PageRequest request;
    private final TreeMap<String, UndecidedIntent> undecided = new TreeMap<>();
    private final List<IntentView> items = new ArrayList<>();
    private long characters;
    private int lookedAt;
    private @Nullable String last;

    PageMaker(ViewReader reader, PageRequest request, Collection<UndecidedIntent> undecided) {
        this.reader = reader;
        this.request = request;
        undecided.stream()
                .filter(intent ->
                        reader.intents().get(ViewKeys.intent(intent.owner().key(), intent.id())) == null)
                .forEach(intent -> this.undecided.put(ViewKeys.place(intent.submittedAt(), intent.id()), intent));
    }

    Page make() {
        var waiting = undecided.tailMap(request.begin());
        try (var decided = reader.newest(request.owner(), request.begin())) {
            while (!isFull()) {
                var place = decided.hasNext() ? place(decided) : null;
                if (place == null && waiting.isEmpty()) {
                    return new Page(items, null);
                }
                if (place == null || (!waiting.isEmpty() && waiting.firstKey().compareTo(place) <= 0)) {
                    take(waiting.pollFirstEntry());
                } else {
                    take(place, decided.next().value);
                }
            }
            return new Page(items, decided.hasNext() || !waiting.isEmpty() ? last : null);
        }
    }

    private boolean isFull() {
        return items.size() >= request.limit() || lookedAt >= MOST_LOOKED_AT || characters >= MOST_CHARACTERS;
    }

    private void take(Map.Entry<String, UndecidedIntent> entry) {
        last = entry.getKey();
        lookedAt++;
        if (request.wants(UndecidedIntent.STATE)) {
            add(entry.getValue().view());
        }
    }

    private void take(String place, String state) {
        last = place;
        lookedAt++;
        if (request.wants(state)) {
            reader.intent(request.owner(), place.substring(place.indexOf('/') + 1))
                    .ifPresent(this::add);
        }
    }

    private void add(IntentView intent) {
        items.add(intent);
        characters += length(intent.parameters()) + length(intent.result());
    }

    private String place(KeyValueIterator<String, String> decided) {
        return decided.peekNextKey().substring(request.owner().key().length() + 1);
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
