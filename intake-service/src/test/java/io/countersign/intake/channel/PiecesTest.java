package io.countersign.intake.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.intake.channel.Pieces.Showing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PiecesTest {
    private final Pieces fresh = Pieces.shown(null);
    private final Pieces resumed = Pieces.unknown();

    @Test
    void only_the_next_piece_of_the_run_is_shown() {
        fresh.learn(attempt(1, null, null));

        assertThat(fresh.take(piece(1, "r", 0))).isEqualTo(Showing.SHOWN);
        assertThat(fresh.take(piece(1, "r", 0))).isEqualTo(Showing.LEFT_OUT);
        assertThat(fresh.take(piece(1, "r", 2))).isEqualTo(Showing.LEFT_OUT);
        assertThat(fresh.take(piece(1, "r", 1))).isEqualTo(Showing.SHOWN);
    }

    @Test
    void a_run_that_is_new_in_the_same_attempt_begins_anew() {
        fresh.learn(attempt(1, "r", null));
        fresh.take(piece(1, "r", 0));

        assertThat(fresh.take(piece(1, "s", 0))).isEqualTo(Showing.BEGINS_ANEW);
        assertThat(fresh.take(piece(1, "r", 1))).isEqualTo(Showing.LEFT_OUT);
        fresh.advance();
        assertThat(fresh.take(piece(1, "s", 1))).isEqualTo(Showing.SHOWN);
    }

    @Test
    void whoever_left_between_a_restart_and_its_piece_gets_the_piece_and_no_second_restart() {
        fresh.learn(attempt(2, null, null));
        fresh.take(piece(2, "r", 0));
        fresh.take(piece(2, "s", 0));

        var back = Pieces.shown(fresh.progress());
        back.learn(attempt(2, null, null));
        assertThat(back.take(piece(2, "s", 0))).isEqualTo(Showing.SHOWN);
    }

    @Test
    void whoever_comes_back_goes_on_exactly_there_and_nowhere_else() {
        var back = Pieces.shown(new Progress(2, "s", 7));
        back.learn(attempt(1, null, null));
        back.learn(attempt(2, null, null));

        assertThat(back.take(piece(1, "r", 57))).isEqualTo(Showing.LEFT_OUT);
        assertThat(back.take(piece(2, "s", 8))).isEqualTo(Showing.LEFT_OUT);
        assertThat(back.take(piece(2, "s", 7))).isEqualTo(Showing.SHOWN);
        assertThat(back.haveAll(attempt(2, "s", 8))).isTrue();
        assertThat(back.lack(attempt(2, "s", 9))).isTrue();
    }

    @Test
    void whoever_was_shown_nothing_does_not_begin_in_the_middle_when_it_comes_back() {
        var back = Pieces.shown(null);
        back.learn(attempt(1, "r", null));

        assertThat(back.take(piece(1, "r", 78))).isEqualTo(Showing.LEFT_OUT);
        assertThat(back.lack(attempt(1, "r", 400))).isTrue();
    }

    @Test
    void after_the_end_nothing_is_shown() {
        fresh.learn(attempt(1, null, null));
        fresh.close();

        assertThat(fresh.take(piece(1, "r", 0))).isEqualTo(Showing.LEFT_OUT);
        assertThat(fresh.haveAll(attempt(1, "r", 3))).isTrue();
    }

    @Test
    void an_older_attempt_is_not_the_middle_of_anything() {
        resumed.learn(attempt(1, "r", null));
        resumed.learn(attempt(2, "s", null));

        assertThat(resumed.take(piece(1, "r", 57))).isEqualTo(Showing.LEFT_OUT);
        assertThat(resumed.take(piece(2, "s", 11))).isEqualTo(Showing.SHOWN);
    }

    @Test
    void an_earlier_attempt_is_not_heard_after_a_later_one() {
        fresh.learn(attempt(1, null, null));
        fresh.learn(attempt(2, null, null));
        fresh.take(piece(2, "s", 0));

        assertThat(fresh.take(piece(1, "r", 0))).isEqualTo(Showing.LEFT_OUT);
        assertThat(fresh.haveAll(attempt(1, "r", 3))).isTrue();
    }

    @Test
    void whoever_resumes_goes_on_in_the_middle_of_the_run_that_is_known() {
        resumed.learn(attempt(1, "r", null));

        assertThat(resumed.take(piece(1, "q", 5))).isEqualTo(Showing.LEFT_OUT);
        assertThat(resumed.take(piece(1, "r", 5))).isEqualTo(Showing.SHOWN);
        assertThat(resumed.haveAll(attempt(1, "r", 6))).isTrue();
        assertThat(resumed.lack(attempt(1, "r", 7))).isTrue();
    }

    @Test
    void whoever_begins_does_not_begin_in_the_middle() {
        fresh.learn(attempt(1, "r", null));

        assertThat(fresh.take(piece(1, "r", 1))).isEqualTo(Showing.LEFT_OUT);
        assertThat(fresh.lack(attempt(1, "r", 2))).isTrue();
    }

    @Test
    void whoever_resumes_at_the_end_lacks_nothing_but_cannot_be_certain() {
        resumed.learn(attempt(1, "r", 2));

        assertThat(resumed.haveAll(attempt(1, "r", 2))).isFalse();
        assertThat(resumed.lack(attempt(1, "r", 2))).isFalse();
    }

    @Test
    void a_piece_without_the_attempts_lease_is_left_out() {
        fresh.learn(new Execution(1, "another", null, null));

        assertThat(fresh.take(piece(1, "r", 0))).isEqualTo(Showing.LEFT_OUT);
        assertThat(fresh.take(piece(2, "r", 0))).isEqualTo(Showing.LEFT_OUT);
        assertThat(fresh.knows(2)).isFalse();
    }

    private static Execution attempt(int number, @Nullable String run, @Nullable Integer chunks) {
        return new Execution(number, "hash-" + number, run, chunks);
    }

    private static Entry.Piece piece(int attempt, String run, int index) {
        return new Entry.Piece(0, Instant.EPOCH, "i", attempt, "hash-" + attempt, run, index, "1");
    }
}
