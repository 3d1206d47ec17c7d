package io.countersign.executor.connector.llm;

import static io.countersign.executor.connector.llm.ModelServer.ends;
import static io.countersign.executor.connector.llm.ModelServer.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.contract.CanonicalJson;
import io.countersign.executor.ApprovedActions;
import io.countersign.executor.connector.Connector;
import io.countersign.executor.connector.Fields;
import io.countersign.executor.connector.Secrets;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.PassedOver;
import io.countersign.protocol.Result;
import io.countersign.protocol.Result.Source;
import io.countersign.protocol.Result.Succeeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two failures of the first provider pause it; an attempt has two seconds, unless it says otherwise. */
@Timeout(30)
@SuppressWarnings("NullAway.Init") // BeforeEach sets the fields
class ProviderBreakerTest {

    private static final String JSON = "application/json";
    private static final String CHAT = "{\"messages\":[{\"content\":\"hi\",\"role\":\"user\"}]}";

    private ModelServer one;
    private ModelServer other;
    private Connector connector;

    @BeforeEach
    void start() throws Exception {
        one = new ModelServer();
        other = new ModelServer();
        other.streams(says("from the other"), ends("stop"), "[DONE]");
        connector = connector("{\"window\": 2, \"calls\": 2, \"pause\": \"1m\", \"longest\": \"1m\"}");
    }

    @AfterEach
    void stop() {
        connector.close();
        one.close();
        other.close();
    }

    @Test
    void a_provider_that_hangs_costs_time_until_it_is_paused_and_none_afterwards() throws Exception {
        var never = new CountDownLatch(1);
        one.script = exchange -> never.await();
        assertThat(codes(ask("small", "large"))).containsExactly("TIMEOUT");
        assertThat(codes(ask("small", "large"))).containsExactly("TIMEOUT");

        // Whatever share of two hours it waited for, this test would not see its end.
        var asked = ask(Duration.ofHours(2), "small", "large");

        assertThat(asked.result()).isInstanceOf(Succeeded.class);
        assertThat(codes(asked)).containsExactly("PROVIDER_PAUSED");
        assertThat(one.asked).hasSize(2);
    }

    @Test
    void a_provider_that_is_paused_is_asked_where_nobody_else_is() throws Exception {
        one.answers(503, JSON, "");
        for (var call = 1; call <= 4; call++) {
            assertThat(code(ask("small").result())).isEqualTo("HTTP_503");
        }
        assertThat(one.asked).hasSize(4);

        other.answers(503, JSON, "");
        var asked = ask("large", "small");

        assertThat(codes(asked)).containsExactly("HTTP_503");
        assertThat(one.asked).hasSize(5);
    }

    @Test
    void a_provider_that_is_back_is_asked_first_again() throws Exception {
        connector.close();
        connector = connector("{\"window\": 2, \"calls\": 2, \"pause\": \"3s\", \"longest\": \"3s\"}");
        one.answers(500, JSON, "");
        assertThat(ask("small", "large").source()).isEqualTo(Source.FALLBACK);
        assertThat(ask("small", "large").source()).isEqualTo(Source.FALLBACK);

        one.streams(says("from the first"), ends("stop"), "[DONE]");

        var meanwhile = new ArrayList<String>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            var asked = ask("small", "large");
            meanwhile.addAll(codes(asked));
            return asked.source() == Source.CALLED;
        });
        assertThat(one.asked).hasSize(3);
        assertThat(meanwhile).isNotEmpty().containsOnly("PROVIDER_PAUSED");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404})
    void a_provider_that_refuses_is_not_paused(int status) throws Exception {
        one.answers(status, JSON, "");

        for (var call = 1; call <= 4; call++) {
            ask("small", "large");
        }

        assertThat(one.asked).hasSize(4);
    }

    @Test
    void without_a_breaker_a_provider_is_asked_each_time() throws Exception {
        connector.close();
        connector = connector("false");
        one.answers(503, JSON, "");

        for (var call = 1; call <= 12; call++) {
            assertThat(codes(ask("small", "large"))).containsExactly("HTTP_503");
        }
    }

    private record Asked(Result result, List<PassedOver> passedOver) {

        Source source() {
            return ((Succeeded) result).source();
        }
    }

    private static List<String> codes(Asked asked) {
        return asked.passedOver().stream().map(each -> each.failure().code()).toList();
    }

    private static String code(Result result) {
        return ((Result.FailedRetryable) result).failure().code();
    }

    private Asked ask(String model, String... fallbacks) throws InterruptedException {
        return ask(Duration.ofSeconds(2), model, fallbacks);
    }

    private Asked ask(Duration timeout, String model, String... fallbacks) throws InterruptedException {
        var attempt = new Attempt("run", piece -> {});
        var action = ApprovedActions.within(timeout, CHAT, model, List.of(fallbacks));
        return new Asked(connector.call(action, attempt), attempt.passedOver());
    }

    private Connector connector(String breaker) throws Exception {
        var settings = """
                {"providers": {"one": {"url": "%s", "breaker": %s}, "other": {"url": "%s"}},
                 "models": {"small": {"provider": "one"}, "large": {"provider": "other"}}}""".formatted(one.url(), breaker, other.url());
        return new LlmKind(String::length)
                .connector(Fields.of("route", CanonicalJson.parse(settings)), new Secrets(name -> null));
    }
}
