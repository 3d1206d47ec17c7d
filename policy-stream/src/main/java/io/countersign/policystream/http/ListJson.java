package io.countersign.policystream.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.countersign.policystream.view.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of intents in an answer. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ListJson(List<IntentJson> items, @Nullable String cursor) {

    static ListJson of(Page page) {
        var next = page.next();
        return new ListJson(
                page.items().stream().map(IntentJson::of).toList(), next == null ? null : Cursors.write(next));
    }
}
