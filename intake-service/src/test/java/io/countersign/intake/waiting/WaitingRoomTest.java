package io.countersign.intake.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.contract.Owner;
import io.countersign.intake.waiting.WaitingRoom.Full;
import io.countersign.intake.waiting.WaitingRoom.Seat;
import io.countersign.intake.waiting.WaitingRoom.Seats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingRoomTest {
    private static final Owner ANA = new Owner("acme", "ana");
    private static final Owner BOB = new Owner("acme", "bob");
    private static final Owner EVE = new Owner("other", "eve");

    @Test
    void when_all_seats_are_taken_nobody_enters_until_one_leaves() {
        var room = new WaitingRoom(Seats.ofAnybody(2));
        var first = seat(room, ANA);
        seat(room, BOB);

        assertThat(full(room, EVE)).isEqualTo("waiting");
        first.close();

        seat(room, EVE);
    }

    @Test
    void leaving_twice_frees_one_seat() {
        var room = new WaitingRoom(new Seats(3, 2, 2));
        var seat = seat(room, ANA);
        seat(room, ANA);

        seat.close();
        seat.close();

        assertThat(room.taken()).isEqualTo(1);
        seat(room, ANA);
        assertThat(full(room, ANA)).isEqualTo("user-waiting");
    }

    @Test
    void who_has_all_the_seats_of_a_user_leaves_those_of_others_free() {
        var room = new WaitingRoom(new Seats(10, 2, 10));
        seat(room, ANA);
        var last = seat(room, ANA);

        assertThat(full(room, ANA)).isEqualTo("user-waiting");
        seat(room, BOB);
        last.close();

        seat(room, ANA);
    }

    @Test
    void a_tenant_that_has_all_its_seats_leaves_those_of_others_free() {
        var room = new WaitingRoom(new Seats(10, 2, 3));
        seat(room, ANA);
        seat(room, ANA);
        var last = seat(room, BOB);

        assertThat(full(room, BOB)).isEqualTo("tenant-waiting");
        seat(room, EVE);
        last.close();

        seat(room, BOB);
    }

    @Test
    void whoever_is_refused_has_taken_nothing() {
        var room = new WaitingRoom(new Seats(2, 2, 2));
        var first = seat(room, EVE);
        var second = seat(room, EVE);
        assertThat(full(room, ANA)).isEqualTo("waiting");
        assertThat(full(room, ANA)).isEqualTo("waiting");
        first.close();
        second.close();

        seat(room, ANA);
        seat(room, ANA);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0"})
    void a_room_that_nobody_could_enter_is_none(int all, int ofUser, int ofTenant) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Seats(all, ofUser, ofTenant));
    }

    private static Seat seat(WaitingRoom room, Owner caller) {
        return (Seat) room.enter(caller);
    }

    /** The limit that leaves no seat. */
    private static String full(WaitingRoom room, Owner caller) {
        return ((Full) room.enter(caller)).exceeded().limit().name();
    }
}
