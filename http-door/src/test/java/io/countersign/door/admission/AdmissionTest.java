package io.countersign.door.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionTest {

    @Test
    void when_the_room_is_taken_nobody_enters_until_one_leaves() {
        var admission = new Admission(2 * Admission.WEIGHT_OF_EACH);
        var first = admission.enter(0).orElseThrow();
        assertThat(admission.enter(0)).isPresent();

        assertThat(admission.enter(0)).isEmpty();
        first.close();

        assertThat(admission.enter(0)).isPresent();
    }

    @Test
    void a_body_takes_room_by_its_length() {
        var admission = new Admission(2 * Admission.WEIGHT_OF_EACH + Admission.COPIES_OF_BODY * 1_000L);
        assertThat(admission.enter(0)).isPresent();

        assertThat(admission.enter(1_001)).isEmpty();
        assertThat(admission.enter(1_000)).isPresent();
        assertThat(admission.used()).isEqualTo(1.0);
    }

    @Test
    void what_is_larger_than_everything_gets_in_when_it_is_alone() {
        var admission = new Admission(Admission.WEIGHT_OF_EACH);

        try (var alone = admission.enter(Long.MAX_VALUE / 16).orElseThrow()) {
            assertThat(admission.enter(0)).isEmpty();
        }

        assertThat(admission.enter(0)).isPresent();
    }

    @Test
    void leaving_twice_frees_one_place() {
        var admission = new Admission(4 * Admission.WEIGHT_OF_EACH);
        var entry = admission.enter(0).orElseThrow();
        assertThat(admission.enter(0)).isPresent();

        entry.close();
        entry.close();

        assertThat(admission.used()).isEqualTo(0.25);
    }

    @Test
    void bodies_of_one_name_take_no_more_than_their_share_and_others_are_let_in() {
        var admission = new Admission(100 * Admission.WEIGHT_OF_EACH);
        long tenth = bodyOf(10);
        var first = admission.enter(tenth).orElseThrow();
        var second = admission.enter(tenth).orElseThrow();
        assertThat(first.tryBook("ana", 0.2)).isTrue();
        assertThat(second.tryBook("ana", 0.2)).isTrue();

        assertThat(admission.enter(1).orElseThrow().tryBook("ana", 0.2)).isFalse();
        assertThat(admission.enter(0).orElseThrow().tryBook("ana", 0.2)).isTrue();
        assertThat(admission.enter(tenth).orElseThrow().tryBook("eve", 0.2)).isTrue();
        first.close();

        assertThat(admission.enter(tenth).orElseThrow().tryBook("ana", 0.2)).isTrue();
        assertThat(admission.enter(1).orElseThrow().tryBook("ana", 0.2)).isFalse();
    }

    @Test
    void one_body_alone_may_be_larger_than_its_names_share() {
        var admission = new Admission(100 * Admission.WEIGHT_OF_EACH);
        var alone = admission.enter(bodyOf(50)).orElseThrow();

        assertThat(alone.tryBook("ana", 0.2)).isTrue();
        assertThat(admission.enter(1).orElseThrow().tryBook("ana", 0.2)).isFalse();
        alone.close();
        alone.close();

        assertThat(admission.enter(bodyOf(10)).orElseThrow().tryBook("ana", 0.2))
                .isTrue();
    }

    @Test
    void what_has_left_takes_no_share_any_more() {
        var admission = new Admission(100 * Admission.WEIGHT_OF_EACH);
        var gone = admission.enter(bodyOf(20)).orElseThrow();
        gone.close();

        assertThat(gone.tryBook("ana", 0.2)).isTrue();
        assertThat(admission.enter(bodyOf(20)).orElseThrow().tryBook("ana", 0.2))
                .isTrue();
    }

    /** The length of a body that takes so many times the room of a request without one. */
    private static long bodyOf(int times) {
        return times * Admission.WEIGHT_OF_EACH / Admission.COPIES_OF_BODY;
    }
}
