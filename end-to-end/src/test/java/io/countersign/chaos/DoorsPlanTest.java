package io.countersign.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DoorsPlanTest {

    private static final DoorsChaos.Plan OUR_OWN = DoorsChaos.Plan.ofOurOwn();

    @Test
    void what_is_not_named_is_our_own() {
        var strings = Path.of("/a=b/strings");
        var documents = Path.of("/documents");

        assertThat(DoorsChaos.Plan.of(List.of())).contains(OUR_OWN);
        assertThat(DoorsChaos.Plan.of(List.of("strings=" + strings)))
                .contains(new DoorsChaos.Plan(strings, OUR_OWN.documents(), 1));
        assertThat(DoorsChaos.Plan.of(List.of("documents=" + documents, "strings=" + strings)))
                .contains(new DoorsChaos.Plan(strings, documents, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "x=y", "strings", "strings=", "=", "documents/x", " strings=x"})
    void other_words_make_no_plan(String word) {
        assertThat(DoorsChaos.Plan.of(List.of(word))).isEmpty();
        assertThat(DoorsChaos.Plan.of(List.of("strings=x", word))).isEmpty();
    }
}
