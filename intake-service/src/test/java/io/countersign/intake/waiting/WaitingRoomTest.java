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
    void there_are_as_many_seats_as_the_heap_has_room_for() {
        var mebibyte = 1024L * 1024;

        assertThat(WaitingRoom.seatsOf(64 * mebibyte)).isEqualTo(100);
        assertThat(WaitingRoom.seatsOf(192 * mebibyte)).isBetween(2_000, 3_000);
        assertThat(WaitingRoom.seatsOf(512 * mebibyte)).isGreaterThan(10_000);
        assertThat(WaitingRoom.seatsOf(64 * 1024 * mebibyte)).isEqualTo(20_000);
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
