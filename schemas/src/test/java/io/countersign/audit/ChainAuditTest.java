package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.audit.Break.Fault;
import io.countersign.contract.Sha256;
import io.countersign.v1.IntentEvent;
import io.countersign.wire.RecordHash;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChainAuditTest {

    private final ChainAudit audit = new ChainAudit();

    @Test
    void chains_as_they_were_written_are_unbroken_and_each_ends_in_its_head() {
        var ana = WrittenLog.of("acme/ana").with(5).events();
        var bob = WrittenLog.of("acme/bob").with(2).events();

        read(List.of(bob.get(0), ana.get(0), ana.get(1), bob.get(1), ana.get(2), ana.get(3), ana.get(4)));

        assertThat(audit.breaks()).isEmpty();
        assertThat(audit.events()).isEqualTo(7);
        assertThat(audit.heads().all())
                .containsExactly(
                        new Head("acme/ana", 5, ana.get(4).getHash()),
                        new Head("acme/bob", 2, bob.get(1).getHash()));
    }

    @Test
    void the_digest_is_that_of_the_heads_as_lines() {
        var heads = new Heads(List.of(new Head("b/b", 2, "ff"), new Head("a/a", 1, "00")));

        assertThat(heads.digest()).isEqualTo(Sha256.hex("head a/a 1 00\nhead b/b 2 ff\n"));
    }

    @Test
    void a_changed_field_breaks_its_event_alone() {
        var events = WrittenLog.of("acme/ana").with(4).events();
        events.get(1).setActor("eve");

        read(events);

        assertThat(audit.breaks()).singleElement().satisfies(found -> {
            assertThat(found.fault()).isEqualTo(Fault.HASH);
            assertThat(found.sequence()).isEqualTo(2);
            assertThat(found.place()).isEqualTo(new Place("intents.events", 3, 1));
        });
    }

    @Test
    void whoever_recomputes_the_hash_of_what_they_changed_breaks_the_next_link() {
        var events = WrittenLog.of("acme/ana").with(4).events();
        events.get(1).setActor("eve");
        events.get(1).setHash(RecordHash.of(events.get(1)));

        read(events);

        assertThat(audit.breaks()).extracting(Break::fault, Break::sequence).containsExactly(tuple(Fault.LINK, 3L));
    }

    @Test
    void a_missing_event_is_found_at_the_one_behind_it() {
        var events = WrittenLog.of("acme/ana").with(4).events();
        events.remove(1);

        read(events);

        assertThat(audit.breaks())
                .extracting(Break::fault, Break::sequence, Break::message)
                .containsExactly(tuple(Fault.SEQUENCE, 3L, "expected was sequence 2"));
    }

    @Test
    void a_missing_first_event_is_found_too() {
        var events = WrittenLog.of("acme/ana").with(2).events();
        events.removeFirst();

        read(events);

        assertThat(audit.breaks()).extracting(Break::fault).containsExactly(Fault.SEQUENCE);
    }

    @Test
    void two_swapped_events_are_found() {
        var events = WrittenLog.of("acme/ana").with(4).events();
        Collections.swap(events, 1, 2);

        read(events);

        assertThat(audit.breaks())
                .extracting(Break::fault, Break::sequence)
                .containsExactly(tuple(Fault.SEQUENCE, 3L), tuple(Fault.SEQUENCE, 2L), tuple(Fault.SEQUENCE, 4L));
    }

    @Test
    void a_doubled_event_is_found() {
        var events = WrittenLog.of("acme/ana").with(2).events();
        events.add(events.get(1));

        read(events);

        assertThat(audit.breaks()).extracting(Break::fault).containsExactly(Fault.SEQUENCE);
    }

    @Test
    void where_the_beginning_is_deleted_a_chain_may_begin_later_but_not_have_gaps() {
        var later = new ChainAudit(partition -> partition == 3);
        var events = WrittenLog.of("acme/ana").with(5).events();

        read(later, List.of(events.get(1), events.get(2), events.get(4)));

        assertThat(later.begunLater()).isEqualTo(1);
        assertThat(later.breaks()).extracting(Break::fault, Break::sequence).containsExactly(tuple(Fault.SEQUENCE, 5L));
    }

    private void read(List<IntentEvent> events) {
        read(audit, events);
    }

    private static void read(ChainAudit audit, List<IntentEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            audit.event(new Place("intents.events", 3, i), events.get(i));
        }
    }
}
