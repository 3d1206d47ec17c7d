package io.countersign.intake.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OutputNarrationTest {
    private final List<String> said = new ArrayList<>();
    private final Pieces pieces = Pieces.shown(null);
    private final List<Entry> written = new ArrayList<>();
    private final Feed feed;
    private boolean forgotten;

    OutputNarrationTest() {
        var feeds = new Feeds(owner -> 0, new Written());
        feeds.begin(Log.EVENTS, 0, 0);
        feeds.begin(Log.OUTPUT, 0, 0);
        feed = feeds.open("acme/ana", new Feed.Places(0, 0));
    }

    @Test
    void a_piece_of_an_attempt_that_the_source_knows_is_told() throws Exception {
        narration(List.of(1)).tell(piece(0, 0));

        assertThat(said).containsExactly("chunk 0");
    }

    @Test
    void one_of_an_attempt_that_never_was_is_left_out() throws Exception {
        narration(List.of()).tell(piece(0, 0));

        assertThat(said).isEmpty();
    }

    @Test
    void before_an_end_no_more_is_read_than_it_takes() throws Exception {
        written.addAll(List.of(piece(0, 0), piece(1, 1), piece(2, 0, "another")));
        var narration = narration(List.of(1));

        narration.settle("i", pieces, new Execution(1, "hash", "r", 2));

        assertThat(said).containsExactly("chunk 0", "chunk 1");
        assertThat(feed.position(Log.OUTPUT)).isEqualTo(2);
    }

    @Test
    void pieces_that_the_log_has_forgotten_are_gone() throws Exception {
        forgotten = true;
        var narration = narration(List.of(1));

        narration.settle("i", pieces, new Execution(1, "hash", "r", 2));

        assertThat(said).containsExactly("gone");
    }

    private OutputNarration narration(List<Integer> attempts) {
        return new OutputNarration(
                "acme/ana",
                feed,
                new Written(),
                new Known(attempts),
                id -> id.equals("i") ? Optional.of(pieces) : Optional.empty(),
                new Saying());
    }

    private static Entry.Piece piece(long offset, int index) {
        return piece(offset, index, "i");
    }

    private static Entry.Piece piece(long offset, int index, String intentId) {
        return new Entry.Piece(offset, Instant.EPOCH, intentId, 1, "hash", "r", index, "1");
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
        public Duration left() {
            return Duration.ofHours(1);
        }
    }

    private final class Written implements History {
        @Override
        public Page read(Log log, String ownerKey, long from, long until) {
            if (forgotten) {
                forgotten = false;
                return new Page(List.of(), until, true);
            }
            return new Page(written.subList((int) from, (int) until), until, false);
        }

        @Override
        public long end(Log log, String ownerKey) {
            return forgotten ? 2 : written.size();
        }

        @Override
        public long since(Log log, String ownerKey, Instant time) {
            return 0;
        }
    }
}
