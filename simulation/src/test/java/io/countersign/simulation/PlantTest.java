package io.countersign.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that does not notice a broker that is wrong proves nothing. */
final class PlantTest {

    private static final Bundles BUNDLES = new Bundles();
    private static final int SEEDS = 2_000;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource(Plant.class)
    void a_planted_bug_is_noticed(Plant plant) {
        assertThat(Plants.tell(List.of(plant), BUNDLES, 1, SEEDS, Trial.INPUTS, out))
                .isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsPattern("RESULT plant_" + plant.text() + " caught_after_seeds \\d+");
    }

    @Test
    void one_that_survives_fails() {
        assertThat(Plants.tell(List.of(Plant.AT_LEAST_ONCE), BUNDLES, 1, 1, 1, out))
                .isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("RESULT plant_at_least_once survived 1 seeds");
    }
}
