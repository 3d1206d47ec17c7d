package io.countersign.endtoend.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.chaos.doors.Ask;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The calls that a service describes: of its OpenAPI document, as it serves it. */
final class DescribedCalls {

    private static final Set<String> METHODS =
            Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE");

    private DescribedCalls() {}

    /** Each as its method and path. */
    static Set<String> of(Place place, Caller reader, Doorway doorway) throws IOException {
        var described = doorway.ask(place.name(), reader.asks(Ask.get(place.description() + "?format=JSON")));
        assertThat(described.status()).as("%s: %s", place.name(), described).isEqualTo(200);
        var calls = new TreeSet<String>();
        for (Map.Entry<String, JsonNode> path : described.json().path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                var name = method.getKey().toUpperCase(Locale.ROOT);
                if (METHODS.contains(name)) {
                    calls.add(name + " " + path.getKey());
                }
            }
        }
        return calls;
    }
}
