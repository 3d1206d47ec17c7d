package io.countersign.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.v1.Control;
import io.countersign.v1.ControlKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ControlRecordTest {

    private static final Reading<Control> GARBAGE =
            new Reading.Unreadable<>(Reading.Reason.NO_MAGIC_BYTE, "no record", null);

    @ParameterizedTest
    @CsvSource({"freeze/all, all", "freeze/action/orders.*, action/orders.*", "freeze/what?, what?", "freeze/, ''"})
    void an_unreadable_freeze_freezes_what_its_key_says_and_does_not_end_by_itself(String key, String scope) {
        assertThat(ControlRecord.of(key, GARBAGE)).isInstanceOfSatisfying(ControlRecord.Standing.class, standing -> {
            assertThat(standing.key()).isEqualTo(key);
            assertThat(standing.control().getKind()).isEqualTo(ControlKind.FREEZE);
            assertThat(standing.control().getScope()).isEqualTo(scope);
            assertThat(standing.control().getUntil()).isNull();
            assertThat(standing.control().getActor()).isEqualTo(ControlRecord.UNKNOWN_ACTOR);
            assertThat(standing.control().getReason()).contains("no record");
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = ControlKind.class,
            names = {"ACTIVE", "OVERRIDE", "ERASE", "UNRECOGNIZED"})
    void another_kind_of_control_under_the_key_of_a_freeze_freezes_too_whatever_end_it_names(ControlKind kind) {
        var control = control(kind).setUntil(Instant.EPOCH).build();

        assertThat(ControlRecord.of("freeze/all", new Reading.Decoded<>(control)))
                .isInstanceOfSatisfying(
                        ControlRecord.Standing.class,
                        standing -> assertThat(standing.control().getUntil()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "override/chat/acme%2Fana", "something else"})
    void anything_else_that_is_unreadable_changes_nothing(String key) {
        assertThat(ControlRecord.of(key, GARBAGE)).isInstanceOf(ControlRecord.Ignored.class);
        assertThat(ControlRecord.of(
                        key,
                        new Reading.Decoded<>(control(ControlKind.UNRECOGNIZED).build())))
                .isInstanceOf(ControlRecord.Ignored.class);
    }

    @Test
    void a_policy_is_what_names_a_bundle_under_its_own_key_alone() {
        var active = control(ControlKind.ACTIVE).setBundle("abc").build();

        assertThat(ControlRecord.of("active", new Reading.Decoded<>(active)))
                .isEqualTo(new ControlRecord.Standing("active", active));
        assertThat(ControlRecord.of(
                        "active",
                        new Reading.Decoded<>(control(ControlKind.ACTIVE).build())))
                .isInstanceOf(ControlRecord.Ignored.class);
        assertThat(ControlRecord.of(
                        "active",
                        new Reading.Decoded<>(control(ControlKind.FREEZE).build())))
                .isInstanceOf(ControlRecord.Ignored.class);
    }

    @Test
    void a_freeze_that_can_be_read_is_what_it_says() {
        var freeze = control(ControlKind.FREEZE).setUntil(Instant.EPOCH).build();

        assertThat(ControlRecord.of("freeze/all", new Reading.Decoded<>(freeze)))
                .isEqualTo(new ControlRecord.Standing("freeze/all", freeze));
    }

    @Test
    void a_tombstone_ends_what_its_key_names_but_never_the_policy() {
        try (var wire = WireFormat.of("mock://" + getClass().getName())) {
            assertThat(ControlRecord.read(bytes("freeze/all"), null, wire))
                    .isEqualTo(new ControlRecord.Ended("freeze/all"));
            assertThat(ControlRecord.read(bytes("active"), null, wire)).isInstanceOf(ControlRecord.Ignored.class);
            assertThat(ControlRecord.read(null, bytes("x"), wire)).isInstanceOf(ControlRecord.Ignored.class);
            assertThat(ControlRecord.read(bytes("freeze/all"), bytes("x"), wire))
                    .isInstanceOf(ControlRecord.Standing.class);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Control.Builder control(ControlKind kind) {
        return Control.newBuilder().setKind(kind).setActor("acme/otto");
    }
}
