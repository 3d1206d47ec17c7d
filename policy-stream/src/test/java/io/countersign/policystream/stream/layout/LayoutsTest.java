package io.countersign.policystream.stream.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.policystream.budget.KeptBalance;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.lifecycle.IntentState.End;
import io.countersign.policystream.lifecycle.ReportStatus;
import io.countersign.policystream.memory.SessionMemory;
import io.countersign.policystream.memory.Sums;
import io.countersign.policystream.session.OpenSessions;
import io.countersign.policystream.session.OpenedSession;
import io.countersign.policystream.store.Codec;
import io.countersign.policystream.stream.layout.Arbitrary.Optionals;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept comes back, also what an earlier version kept; whatever else is found is refused in words. */
final class LayoutsTest {
    private static final int SEEDS = 300;

    @ParameterizedTest
    @MethodSource("kinds")
    <T> void every_component_of_every_record_comes_back(Kind<T> kind) {
        for (var optionals : Optionals.values()) {
            for (int seed = 0; seed < SEEDS; seed++) {
                T value = new Arbitrary(seed, optionals).of(kind.type());

                var again = kind.again(value);

                // Component by component too: what a record's own equality leaves out counts as well.
                assertThat(again).isEqualTo(value).usingRecursiveComparison().isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("io.countersign.policystream.stream.layout.KeptValues#READ")
    <T> void what_each_version_kept_reads_back(KeptValues.Entry<T> kept) {
        assertThat(kept.codec().read().apply(kept.bytes()))
                .usingRecursiveComparison()
                .isEqualTo(kept.value());
    }

    @ParameterizedTest
    @FieldSource("io.countersign.policystream.stream.layout.KeptValues#WRITTEN")
    <T> void what_this_version_keeps_stays_as_it_is(KeptValues.Entry<T> kept) {
        assertThat(HexFormat.of().formatHex(kept.codec().write().apply(kept.value())))
                .isEqualTo(HexFormat.of().formatHex(kept.bytes()));
    }

    /** Their places are kept: constants are only ever added, behind these. */
    @Test
    void constants_stay_in_their_places() {
        assertThat(names(End.values())).startsWith("SUCCEEDED", "REJECTED", "EXPIRED", "CANCELLED", "DISCARDED");
        assertThat(names(Unit.values()))
                .startsWith("TOKENS", "INPUT_TOKENS", "OUTPUT_TOKENS", "REQUESTS", "COST_MICROS");
        assertThat(names(ReportStatus.values()))
                .startsWith("STARTED", "RUNNING", "NOT_STARTED", "SUCCEEDED", "FAILED_RETRYABLE", "FAILED", "UNKNOWN");
    }

    @ParameterizedTest
    @FieldSource("io.countersign.policystream.stream.layout.KeptValues#READ")
    <T> void what_is_cut_short_or_goes_on_is_refused_in_words(KeptValues.Entry<T> kept) {
        var bytes = kept.bytes();

        for (int length = 0; length < bytes.length; length++) {
            refused(kept.codec(), Arrays.copyOf(bytes, length));
        }
        refused(kept.codec(), Arrays.copyOf(bytes, bytes.length + 1));
    }

    @ParameterizedTest
    @FieldSource("io.countersign.policystream.stream.layout.KeptValues#READ")
    <T> void what_was_damaged_is_refused_in_words_or_a_value(KeptValues.Entry<T> kept) {
        var random = new Random(1);

        var refusals = IntStream.range(0, 5_000)
                .filter(any -> isRefused(kept.codec(), damaged(kept.bytes(), random)))
                .count();

        assertThat(refusals).isPositive();
    }

    @Test
    void what_was_kept_before_there_were_layouts_is_refused_in_words() {
        assertThatThrownBy(() -> Layouts.INTENT.read().apply(HexFormat.of().parseHex("bf626973644845")))
                .hasMessageStartingWith("a kept intent cannot be read: its layout is ");
    }

    static Stream<Kind<?>> kinds() {
        var states = Arrays.stream(IntentState.class.getPermittedSubclasses())
                .map(state -> new Kind<IntentState>(state.asSubclass(IntentState.class), Layouts.INTENT));
        var others = Stream.of(
                new Kind<>(KeptBalance.class, Layouts.BALANCE),
                new Kind<>(Sums.class, Layouts.SUMS),
                new Kind<>(SessionMemory.class, Layouts.MEMORY),
                new Kind<>(OpenedSession.class, Layouts.SESSION),
                new Kind<>(OpenSessions.class, Layouts.OPEN_SESSIONS));
        return Stream.concat(states, others);
    }

    private static void refused(Codec<?> codec, byte[] bytes) {
        assertThat(isRefused(codec, bytes))
                .as("%d bytes are refused", bytes.length)
                .isTrue();
    }

    private static boolean isRefused(Codec<?> codec, byte[] bytes) {
        try {
            return codec.read().apply(bytes) == null;
        } catch (IllegalStateException refusal) {
            assertThat(refusal).hasMessageMatching("(?s)a kept [a-z' ]+ cannot be read: .+");
            return true;
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        var damaged = bytes.clone();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        return damaged;
    }

    private static Stream<String> names(Enum<?>... constants) {
        return Arrays.stream(constants).map(Enum::name);
    }

    /** A kind of values, with the codec of its section. */
    record Kind<T>(Class<? extends T> type, Codec<T> codec) {

        T again(T value) {
            return codec.read().apply(codec.write().apply(value));
        }

        @Override
        public String toString() {
            return type.getSimpleName();
        }
    }
}
