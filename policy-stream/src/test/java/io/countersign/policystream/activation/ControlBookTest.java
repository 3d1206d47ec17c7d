package io.countersign.policystream.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.contract.ControlKeys;
import io.countersign.v1.Control;
import io.countersign.v1.ControlKind;
import io.countersign.wire.ControlRecord;
import io.countersign.wire.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ControlBookTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final Set<String> bundles = Set.of("one", "two");
    private final List<String> tried = new ArrayList<>();
    private final ControlBook atTheStart = new ControlBook(bundle -> tried.add(bundle) && bundles.contains(bundle));
    private final ControlBook book = new ControlBook(bundles::contains);

    @BeforeEach
    void read() {
        book.caughtUp();
    }

    @Test
    void of_the_policies_that_lie_in_the_log_at_the_start_only_the_last_that_can_be_used_is_tried() {
        for (int offset = 0; offset < 20; offset++) {
            atTheStart.take(offset, activation("one"), NOW);
        }
        atTheStart.take(20, activation("two"), NOW);
        atTheStart.take(21, activation("nowhere"), NOW);
        atTheStart.caughtUp();

        assertThat(tried).containsExactly("nowhere", "two");
        assertThat(atTheStart.standing(ControlKeys.ACTIVE))
                .map(Control::getBundle)
                .contains("two");
        assertThat(atTheStart.after(19)).extracting(ControlLog.Entry::offset).containsExactly(20L);
        assertThat(atTheStart.hasLostPolicy()).isFalse();
    }

    @Test
    void whoever_has_not_adopted_older_policies_still_gets_those_that_can_be_used_in_order() {
        atTheStart.take(0, activation("one"), NOW);
        atTheStart.take(1, activation("gone"), NOW);
        atTheStart.take(2, garbage("freeze/all"), NOW);
        atTheStart.take(3, activation("two"), NOW);
        atTheStart.caughtUp();
        assertThat(tried).containsExactly("two");

        assertThat(atTheStart.after(-1)).extracting(ControlLog.Entry::offset).containsExactly(0L, 2L, 3L);
        assertThat(tried).contains("one", "gone");
    }

    @Test
    void a_policy_that_comes_later_is_tried_before_anybody_may_adopt_it() {
        atTheStart.take(0, activation("one"), NOW);
        atTheStart.caughtUp();
        atTheStart.take(1, activation("two"), NOW);

        assertThat(tried).containsExactly("one", "two");
        assertThat(atTheStart.standing(ControlKeys.ACTIVE))
                .map(Control::getBundle)
                .contains("two");
    }

    @Test
    void if_none_of_those_at_the_start_can_be_used_the_policy_is_lost_where_the_last_one_was() {
        atTheStart.take(4, activation("gone"), NOW);
        atTheStart.take(6, activation("nowhere"), NOW);
        atTheStart.caughtUp();
        assertThat(atTheStart.hasLostPolicy()).isTrue();

        atTheStart.restore(control("two"));

        assertThat(atTheStart.after(-1))
                .containsExactly(new ControlLog.Entry(6, ControlKeys.ACTIVE, control("two"), NOW));
    }

    @Test
    void a_policy_that_cannot_be_used_leaves_the_one_before_in_force() {
        book.take(0, activation("one"), NOW);
        book.take(1, activation("nowhere"), NOW);
        book.take(2, garbage(ControlKeys.ACTIVE), NOW);
        book.take(3, new ControlRecord.Ignored(null, "no key"), NOW);

        assertThat(book.standing(ControlKeys.ACTIVE)).map(Control::getBundle).contains("one");
        assertThat(book.after(-1)).extracting(ControlLog.Entry::offset).containsExactly(0L);
        assertThat(book.hasLostPolicy()).isFalse();
    }

    /** Compaction keeps the last record of a key, and that one is bad. */
    @Test
    void a_policy_whose_record_is_gone_behind_a_bad_one_stays_in_force_if_it_is_known_what_it_was() {
        book.take(7, garbage(ControlKeys.ACTIVE), NOW);
        assertThat(book.hasLostPolicy()).isTrue();

        book.restore(control("two"));

        assertThat(book.hasLostPolicy()).isFalse();
        assertThat(book.after(-1)).containsExactly(new ControlLog.Entry(7, ControlKeys.ACTIVE, control("two"), NOW));
    }

    @Test
    void what_was_decided_by_before_is_not_restored_if_it_cannot_be_used_either() {
        book.take(7, garbage(ControlKeys.ACTIVE), NOW);

        book.restore(control("nowhere"));

        assertThat(book.hasLostPolicy()).isTrue();
        assertThat(book.after(-1)).isEmpty();
    }

    @Test
    void where_no_policy_was_ever_put_into_force_none_is_lost() {
        book.take(0, garbage("freeze/all"), NOW);
        book.take(1, garbage("override/x"), NOW);

        assertThat(book.hasLostPolicy()).isFalse();
    }

    @Test
    void a_freeze_stands_until_its_tombstone_whether_it_can_be_read_or_not() {
        book.take(0, garbage("freeze/all"), NOW);
        assertThat(book.standing("freeze/all")).map(Control::getScope).contains("all");

        book.take(1, new ControlRecord.Ended("freeze/all"), NOW);

        assertThat(book.standing("freeze/all")).isEmpty();
        assertThat(book.after(-1)).extracting(ControlLog.Entry::offset).containsExactly(0L, 1L);
    }

    @Test
    void what_is_frozen_is_listed_by_scope_with_who_froze_it_and_since_when() {
        var freeze = Control.newBuilder()
                .setKind(ControlKind.FREEZE)
                .setScope("not what the key says")
                .setReason("drill")
                .setActor("acme/otto")
                .build();
        book.take(0, garbage("freeze/tenant/acme"), NOW);
        book.take(1, ControlRecord.of("freeze/action/orders.*", new Reading.Decoded<>(freeze)), NOW.plusSeconds(1));
        book.take(2, garbage("freeze/all"), NOW);
        book.take(3, new ControlRecord.Ended("freeze/all"), NOW);
        book.take(4, activation("one"), NOW);

        assertThat(book.freezes(NOW))
                .extracting(StandingFreeze::scope, StandingFreeze::since, StandingFreeze::by)
                .containsExactly(
                        tuple("action/orders.*", NOW.plusSeconds(1), "acme/otto"),
                        tuple("tenant/acme", NOW, "@unknown"));
    }

    @Test
    void what_ends_by_itself_is_in_force_before_its_end_and_not_at_it() {
        var freeze = Control.newBuilder()
                .setKind(ControlKind.FREEZE)
                .setScope("all")
                .setUntil(NOW)
                .setActor("acme/otto")
                .build();
        book.take(0, ControlRecord.of("freeze/all", new Reading.Decoded<>(freeze)), NOW.minusSeconds(9));
        var limit = Control.newBuilder(freeze)
                .setKind(ControlKind.OVERRIDE)
                .setLimit(5L)
                .build();
        book.take(1, ControlRecord.of("override/tokens/acme/ana", new Reading.Decoded<>(limit)), NOW.minusSeconds(9));

        assertThat(book.freezes(NOW.minusMillis(1))).hasSize(1);
        assertThat(book.freezes(NOW)).isEmpty();
        assertThat(book.limits(NOW.minusMillis(1)))
                .extracting(StandingLimit::budget, StandingLimit::limit)
                .containsExactly(tuple("tokens", 5L));
        assertThat(book.limits(NOW)).isEmpty();
    }

    private static ControlRecord garbage(String key) {
        return ControlRecord.of(key, new Reading.Unreadable<>(Reading.Reason.NO_MAGIC_BYTE, "garbage", null));
    }

    private static ControlRecord activation(String bundle) {
        return ControlRecord.of(ControlKeys.ACTIVE, new Reading.Decoded<>(control(bundle)));
    }

    private static Control control(String bundle) {
        return Control.newBuilder()
                .setKind(ControlKind.ACTIVE)
                .setBundle(bundle)
                .setActor("acme/paul")
                .build();
    }
}
