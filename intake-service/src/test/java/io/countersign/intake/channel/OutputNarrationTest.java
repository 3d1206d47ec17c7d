package io.countersign.intake.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OutputNarrationTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final List<String> said = new ArrayList<>();
    private final Pieces pieces = new Pieces(true);

    @Test
    void a_piece_of_an_attempt_that_is_not_known_yet_stops_the_stream() {
        assertThatThrownBy(() -> narration(List.of()).tell(piece(NOW.minusSeconds(59))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not know yet");
        assertThat(said).isEmpty();
    }

    @Test
    void one_that_has_become_known_meanwhile_is_told() throws Exception {
        narration(List.of(1)).tell(piece(NOW));

        assertThat(said).containsExactly("chunk 0");
    }

    @Test
    void one_of_an_attempt_that_never_was_is_left_out_after_a_while() throws Exception {
        narration(List.of()).tell(piece(NOW.minusSeconds(61)));

        assertThat(said).isEmpty();
    }

    private OutputNarration narration(List<Integer> attempts) {
        var nothing = new Feeds(owner -> 0, new NoHistory());
        nothing.begin(Log.EVENTS, 0, 0);
        nothing.begin(Log.OUTPUT, 0, 0);
        return new OutputNarration(
                "acme/ana",
                nothing.open("acme/ana", new Feed.Places(0, 0)),
                new NoHistory(),
                new Known(attempts),
                id -> Optional.of(pieces),
                new Saying(),
                -1);
    }

    private static Entry.Piece piece(Instant appendedAt) {
        return new Entry.Piece(0, appendedAt, "i", 1, "hash", "r", 0, "1");
    }

    private final class Saying implements OutputNarration.Voice {
        @Override
        public void chunk(Entry.Piece piece) {
            said.add("chunk " + piece.index());
        }

        @Override
        public void restart(Entry.Piece piece) {
            said.add("restart");
        }

        @Override
        public void gone(String intentId, OptionalInt attempt) {
            said.add("gone");
        }
    }

    /** An intent of which these attempts are known. */
    private record Known(List<Integer> attempts) implements Source {
        @Override
        public Optional<ObjectNode> intent(String id, long minVersion) {
            var intent = JsonNodeFactory.instance.objectNode();
            var executions = intent.putArray("executions");
            attempts.forEach(
                    attempt -> executions.addObject().put("attempt", attempt).put("leaseHash", "hash"));
            return Optional.of(intent);
        }

        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public Duration left() {
            return Duration.ofHours(1);
        }
    }

    private static final class NoHistory implements History {
        @Override
        public Page read(Log log, String ownerKey, long from, long until) {
            return new Page(List.of(), until, false);
        }

        @Override
        public long end(Log log, String ownerKey) {
            return 0;
        }

        @Override
        public long since(Log log, String ownerKey, Instant time) {
            return 0;
        }
    }
}
