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
}
