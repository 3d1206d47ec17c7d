package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.v1.IntentContent;
import org.junit.jupiter.api.Test;

final class ContentAuditTest {

    private static final IntentContent FIRST = WrittenLog.content("first");
    private static final IntentContent SECOND = WrittenLog.content("second");
    private static final String KEY = "acme/ana/" + WrittenLog.ID;

    private final WrittenLog log =
            WrittenLog.of("acme/ana").naming(FIRST).with(1).naming(SECOND);
    private final ContentAudit audit = new ContentAudit(partition -> false);

    @Test
    void contents_that_their_events_name_are_unbroken_compacted_or_not() {
        written(7, FIRST);
        written(8, SECOND);

        settled(log);

        assertThat(audit.breaks()).isEmpty();
        assertThat(audit.contents()).isEqualTo(2);
    }

    @Test
    void an_erased_content_is_no_break() {
        written(7, FIRST);
        audit.erased(KEY);

        settled(log);

        assertThat(audit.breaks()).isEmpty();
    }

    @Test
    void a_changed_content_is_found() {
        written(7, WrittenLog.content("another"));

        settled(log);

        assertThat(audit.breaks()).singleElement().satisfies(found -> {
            assertThat(found.fault()).isEqualTo(Break.Fault.CONTENT);
            assertThat(found.owner()).isEqualTo("acme/ana");
            assertThat(found.place()).isEqualTo(new Place("intents.contents", 3, 7));
        });
    }

    @Test
    void a_content_that_was_put_back_is_found() {
        written(8, SECOND);
        written(9, FIRST);

        settled(log);

        assertThat(audit.breaks()).extracting(Break::message).containsExactly("the latest event names another content");
    }

    @Test
    void what_changed_while_the_contents_were_read_is_no_break() {
        written(7, FIRST);

        settled(WrittenLog.of("acme/ana").naming(FIRST));
        log.events().subList(1, 3).forEach(event -> audit.event(event, false));

        assertThat(audit.breaks()).isEmpty();
    }

    @Test
    void a_content_whose_events_are_deleted_cannot_be_checked() {
        var later = new ContentAudit(partition -> true);

        later.content(new Place("intents.contents", 3, 7), KEY, FIRST);

        assertThat(later.breaks()).isEmpty();
    }

    private void written(long offset, IntentContent content) {
        audit.content(new Place("intents.contents", 3, offset), KEY, content);
    }

    private void settled(WrittenLog events) {
        events.events().forEach(event -> audit.event(event, true));
    }
}
