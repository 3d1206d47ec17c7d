package io.countersign.intake.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Owner;
import io.countersign.intake.waiting.CallsUnderWay.Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallsUnderWayTest {
    private static final Name NAME = new Name(new Owner("acme", "ana"), "bot", "c1", "7");

    private final CallsUnderWay calls = new CallsUnderWay();

    @AfterEach
    void nothing_is_left() {
        Thread.interrupted();
        assertThat(calls.size()).isZero();
    }

    @Test
    void a_call_is_given_up_by_its_name_alone() {
        try (var call = calls.begin(NAME)) {
            calls.giveUp(new Name(new Owner("acme", "ben"), "bot", "c1", "7"));
            calls.giveUp(new Name(NAME.owner(), "other", "c1", "7"));
            calls.giveUp(new Name(NAME.owner(), "bot", "c2", "7"));
            calls.giveUp(new Name(NAME.owner(), "bot", "c1", "\"7\""));
            assertThat(call.isGivenUp()).isFalse();

            calls.giveUp(NAME);
            assertThat(call.isGivenUp()).isTrue();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void what_is_over_cannot_be_given_up() {
        var call = calls.begin(NAME);
        call.close();
        calls.giveUp(NAME);
        assertThat(call.isGivenUp()).isFalse();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void a_name_that_is_taken_stays_with_its_first_call() {
        try (var first = calls.begin(NAME)) {
            try (var second = calls.begin(NAME)) {
                calls.giveUp(NAME);
                assertThat(second.isGivenUp()).isFalse();
            }
            assertThat(first.isGivenUp()).isTrue();
            assertThat(calls.size()).isOne();
        }
    }

    @Test
    void a_call_without_a_name_cannot_be_given_up() {
        try (var call = calls.begin(null)) {
            assertThat(calls.size()).isZero();
            assertThat(call.isGivenUp()).isFalse();
        }
    }
}
