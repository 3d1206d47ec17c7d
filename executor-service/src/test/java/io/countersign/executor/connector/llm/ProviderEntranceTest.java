package io.countersign.executor.connector.llm;

import static io.countersign.executor.connector.llm.ModelServer.ends;
import static io.countersign.executor.connector.llm.ModelServer.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.countersign.executor.ApprovedActions;
import io.countersign.executor.RouteUnderTest;
import io.countersign.executor.connector.InvalidRoutes;
import io.countersign.executor.gate.Breaker.State;
import io.countersign.executor.gate.Gate;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Permit;
import io.countersign.protocol.Result;
import io.countersign.protocol.Result.Succeeded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A route to two providers, which two failures pause; {@code small} is of the one, {@code large} of the other. */
@Timeout(30)
@SuppressWarnings("NullAway.Init") // BeforeEach sets the fields
class ProviderEntranceTest {

    private static final Duration MOMENT = Duration.ofMillis(5);
    private static final Duration WELL_BEFORE = Duration.ofMillis(600);
    private static final String CHAT = "{\"messages\":[{\"content\":\"hi\",\"role\":\"user\"}]}";

    private ModelServer one;
    private ModelServer other;

    @BeforeEach
    void start() throws Exception {
        one = new ModelServer();
        other = new ModelServer();
        one.answers(503, "application/json", "");
        other.streams(says("from the other"), ends("stop"), "[DONE]");
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
    }

    @Test
    void a_dead_provider_holds_nothing_that_another_can_take() throws Exception {
        try (var route = route("1m")) {
            fail(route);

            assertThat(gate(route).state()).isEqualTo(State.FLOWING);
            for (var call = 1; call <= 10; call++) {
                assertThat(through(route, action("large"))).isInstanceOf(Succeeded.class);
                assertThat(through(route, action("small", "large"))).isInstanceOf(Succeeded.class);
            }
            assertThat(one.asked).hasSize(2);
        }
    }

    @Test
    void what_only_the_dead_one_can_take_waits_until_it_is_back() throws Exception {
        try (var route = route("300ms")) {
            fail(route);
            one.streams(says("from the one"), ends("stop"), "[DONE]");

            var waiting = List.of(inBackground(route), inBackground(route), inBackground(route));

            assertThat(waiting).allSatisfy(result -> assertThat(result.get()).isInstanceOf(Succeeded.class));
            assertThat(state(route, "one")).isEqualTo(State.FLOWING);
            assertThat(one.asked).hasSize(5);
        }
    }

    @Test
    void one_call_is_tried_while_the_others_wait() throws Exception {
        try (var route = route("100ms")) {
            fail(route);
            var tried = admit(route, action("small"));
            assertThat(state(route, "one")).isEqualTo(State.TRYING);

            var next = CompletableFuture.supplyAsync(() -> admitted(route), Thread::startVirtualThread);

            await().until(() -> gate(route).waiting() == 1);
            assertThat(next).isNotDone();
            tried.release();
            await().untilAsserted(() ->
                    assertThat(next).as("no call was made: its place goes on").isDone());
            next.get().release();
            assertThat(one.asked).hasSize(2);
        }
    }

    @Test
    void a_place_that_gets_free_goes_past_whoever_cannot_take_it() throws Exception {
        try (var route = route("1m", "concurrency: 1")) {
            fail(route);
            var inside = admit(route, action("large"));
            var first = CompletableFuture.supplyAsync(() -> admitted(route), Thread::startVirtualThread);
            await().pollInterval(MOMENT).until(() -> gate(route).waiting() == 1);
            var next =
                    CompletableFuture.supplyAsync(() -> admitted(route, action("large")), Thread::startVirtualThread);
            await().pollInterval(MOMENT).until(() -> gate(route).waiting() == 2);

            inside.release();

            assertThat(next)
                    .as("before it looks by itself, a second after it came")
                    .succeedsWithin(WELL_BEFORE);
            assertThat(first).isNotDone();
        }
    }

    @Test
    void the_route_is_paused_when_each_provider_is() throws Exception {
        other.answers(503, "application/json", "");
        try (var route = route("1m")) {
            fail(route);
            through(route, action("large"));
            through(route, action("large"));

            assertThat(gate(route).state()).isEqualTo(State.PAUSED);
            var waiting = CompletableFuture.supplyAsync(
                    () -> admitted(route, action("small", "large")), Thread::startVirtualThread);
            await().until(() -> gate(route).waiting() == 1);
            assertThat(waiting).isNotDone();
        }
    }

    @Test
    void an_action_for_whose_models_there_is_no_provider_does_not_wait() throws Exception {
        try (var route = route("1m")) {
            fail(route);

            assertThat(through(route, action("unheard-of"))).isInstanceOf(Result.Failed.class);
        }
    }

    @Test
    void the_route_has_no_breaker_beside_those_of_its_providers() {
        assertThatThrownBy(() -> route("1m", "breaker: false"))
                .isInstanceOf(InvalidRoutes.class)
                .hasMessageContaining("routes[0].breaker: each of the providers has its own");
    }

    private void fail(RouteUnderTest route) throws InterruptedException {
        through(route, action("small"));
        through(route, action("small"));
        assertThat(state(route, "one")).isEqualTo(State.PAUSED);
    }

    private static Gate gate(RouteUnderTest route) {
        return route.routes().routes().getFirst().gate();
    }

    private static CompletableFuture<Result> inBackground(RouteUnderTest route) {
        var result = new CompletableFuture<Result>();
        Thread.startVirtualThread(() -> {
            try {
                result.complete(through(route, action("small")));
            } catch (InterruptedException cutOff) {
                result.completeExceptionally(cutOff);
            }
        });
        return result;
    }

    private static Permit admitted(RouteUnderTest route) {
        return admitted(route, action("small"));
    }

    private static Permit admitted(RouteUnderTest route, ApprovedAction action) {
        try {
            return admit(route, action);
        } catch (InterruptedException cutOff) {
            throw new IllegalStateException(cutOff);
        }
    }

    private static Permit admit(RouteUnderTest route, ApprovedAction action) throws InterruptedException {
        return route.routes().admit(action);
    }

    private static Result through(RouteUnderTest route, ApprovedAction action) throws InterruptedException {
        var permit = admit(route, action);
        try {
            return route.run(action);
        } finally {
            permit.release();
        }
    }

    private static ApprovedAction action(String model, String... fallbacks) {
        return ApprovedActions.of(CHAT, true, model, List.of(fallbacks), null, 100);
    }

    private RouteUnderTest route(String pause, String... more) {
        var breaker = "{window: 2, calls: 2, pause: %s, longest: %s}".formatted(pause, pause);
        return new RouteUnderTest(
                """
                connector: llm
                providers:
                  one: {url: "%s", breaker: %s}
                  other: {url: "%s", breaker: %s}
                models: {small: {provider: one}, large: {provider: other}}
                """.formatted(one.url(), breaker, other.url(), breaker) + String.join("\n", more), Map.of());
    }

    private static State state(RouteUnderTest route, String provider) {
        return Objects.requireNonNull(gate(route).providers().get(provider)).state();
    }
}
