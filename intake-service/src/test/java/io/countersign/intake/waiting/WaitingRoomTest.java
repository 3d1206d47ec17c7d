package io.countersign.intake.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingRoomTest {

    @Test
    void when_all_seats_are_taken_nobody_enters_until_one_leaves() {
        var room = new WaitingRoom(2);
        var first = room.enter().orElseThrow();
        assertThat(room.enter()).isPresent();

        assertThat(room.enter()).isEmpty();
        first.close();

        assertThat(room.enter()).isPresent();
    }

    @Test
    void leaving_twice_frees_one_seat() {
        var room = new WaitingRoom(2);
        var seat = room.enter().orElseThrow();
        assertThat(room.enter()).isPresent();

        seat.close();
        seat.close();

        assertThat(room.taken()).isEqualTo(1);
    }
}
