package io.countersign.executor.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.executor.ApprovedActions;
import io.countersign.executor.connector.ConnectorKinds;
import io.countersign.executor.connector.InvalidRoutes;
import io.countersign.executor.connector.Secrets;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Permit;
import io.countersign.protocol.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesFileTest {

    private final RoutesFile reader = new RoutesFile(
            new Secrets(Map.of("TOKEN", "s3cr3t-value")::get),
            ConnectorKinds.all(String::length),
            (gate, now, pause) -> {});

    @Test
    void the_first_route_that_matches_takes_the_action() throws Exception {
        var routes = reader.parse("routes.yaml", """
                routes:
                  - {action: "orders.*", connector: echo, inFlight: 3}
                  - {action: "*", connector: http, url: "http://127.0.0.1:1/"}
                """);

        assertThat(routes.subscriptions())
                .extracting(each -> each.actions().pattern())
                .containsExactly("orders.*", "*");
        assertThat(routes.subscriptions().getFirst().inFlight()).isEqualTo(3);
        assertThat(routes.run(ApprovedActions.once("{\"order\":\"A1\"}"), new Attempt("run", json -> {})))
                .isEqualTo(Result.succeeded("{\"order\":\"A1\"}"));
    }

    @Test
    void an_action_without_a_route_fails_and_calls_nobody() throws Exception {
        var routes = reader.parse("routes.yaml", "routes: [{action: shop.order, connector: echo}]");

        assertThat(routes.run(ApprovedActions.once("{}"), ApprovedActions.attempt()))
                .isEqualTo(Result.failed("NO_ROUTE", "no route of this executor matches the action"));
        assertThat(routes.admit(ApprovedActions.once("{}"))).isSameAs(Permit.FREE);
    }

    @Test
    void json_is_as_good_as_yaml_and_every_setting_is_understood() {
        var routes = reader.parse("routes.json", """
                {"routes": [
                  {"action": "orders.refund", "connector": "http", "method": "PUT",
                   "url": "https://orders.example/{parameters.order}", "headers": {"Authorization": "Bearer ${env:TOKEN}"},
                   "body": {"amount": "{parameters.amount}"}, "responseLimit": 1000, "inFlight": 1},
                  {"action": "llm.chat", "connector": "llm", "url": "http://127.0.0.1:1/v1", "key": "${env:TOKEN}", "model": "small"}
                ]}
                """);

        assertThat(routes.routes()).extracting(Route::kind).containsExactly("http", "llm");
    }

    @Test
    void models_and_those_who_have_them_are_named() {
        var routes = reader.parse("routes.yaml", """
                routes:
                  - action: llm.*
                    connector: llm
                    inFlight: 500
                    providers:
                      cloud: {url: "https://api.example/v1", key: "${env:TOKEN}", timeout: 20s}
                      house: {url: "http://127.0.0.1:1/v1", headers: {X-Team: support}, inFlight: 64}
                    models:
                      small: {provider: cloud, as: vendor-small, limit: max_completion_tokens}
                      tiny: {provider: house}
                    default: small
                """);

        assertThat(routes.routes()).extracting(Route::kind).containsExactly("llm");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "providers: {p: {url: 'http://h/'}} | .models: is required",
                "providers: {p: {url: 'http://h/'}}, models: {} | .models: there is no model",
                "providers: {p: {inFlight: 1}}, models: {m: {provider: p}} | .providers.p.url: is required",
                "providers: {p: {url: 'http://h/', inFlight: 0}}, models: {} | .providers.p.inFlight: a whole number",
                "providers: {p: {url: 'http://h/', timeout: soon}}, models: {} | .providers.p.timeout: is not",
                "providers: {p: {url: 'http://h/', tier: 1}}, models: {} | .providers.p.tier: is no known",
                "providers: {p: {url: 'http://h/', key: '${env:NOPE}'}}, models: {} | .providers.p.key: the environment variable NOPE",
                "providers: {p: {url: 'http://h/'}}, models: {m: {provider: q}} | .models.m.provider: \"q\" is none of [p]",
                "providers: {p: {url: 'http://h/'}}, models: {m: {as: x}} | .models.m.provider: is required",
                "providers: {p: {url: 'http://h/'}}, models: {m: {provider: p, limit: max}} | .models.m.limit: \"max\"",
                "providers: {p: {url: 'http://h/'}}, models: {m: {provider: p, prize: 1}} | .models.m.prize: is no known",
                "providers: {p: {url: 'http://h/'}}, models: {m: {provider: p}}, default: n | .default: \"n\" is none of [m]",
                "providers: {p: {url: 'http://h/'}}, models: {m: {provider: p}}, model: m | .model: is no known",
                "url: 'http://h/', models: {m: {provider: p}} | .models: is no known",
                "model: m | .url: is required",
            })
    void what_is_wrong_with_a_route_to_models_is_named_with_its_place(String settings, String message) {
        assertThatThrownBy(() -> reader.parse("routes.yaml", "routes: [{action: a, connector: llm, " + settings + "}]"))
                .isInstanceOf(InvalidRoutes.class)
                .hasMessageStartingWith("routes.yaml: routes[0]" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "routes: [ | routes.yaml line ",
                "[] | routes.yaml: is no object",
                "routes: [] | routes.yaml: routes: there is no route",
                "routes: {} | routes.yaml: routes: a list",
                "other: 1 | routes.yaml: routes: a list",
                "{routes: [{action: a, connector: echo}], more: 1} | routes.yaml: more: is no known",
                "routes: [echo] | routes.yaml: routes[0]: is no object",
                "routes: [{connector: echo}] | routes.yaml: routes[0].action: is required",
                "routes: [{action: Not A Name, connector: echo}] | routes.yaml: routes[0].action: \"Not A Name\"",
                "routes: [{action: a}] | routes.yaml: routes[0].connector: is required",
                "routes: [{action: a, connector: fax}] | routes.yaml: routes[0].connector: \"fax\"",
                "routes: [{action: a, connector: echo}, {action: b, connector: http}] | routes.yaml: routes[1].url: is required",
                "routes: [{action: a, connector: echo, url: x}] | routes.yaml: routes[0].url: is no known",
                "routes: [{action: a, connector: echo, inFlight: 0}] | routes.yaml: routes[0].inFlight: a whole number",
                "routes: [{action: a, connector: echo, action: b}] | routes.yaml line 1",
                "routes: [{action: a, connector: http, url: 'http://{parameters.host}/'}] | routes.yaml: routes[0].url: not an",
                "routes: [{action: a, connector: http, url: 'http://h/', method: CONNECT}] | routes.yaml: routes[0].method",
                "routes: [{action: a, connector: http, url: 'http://h/', body: ['{x}']}] | routes.yaml: routes[0].body: {x}",
                "routes: [{action: a, connector: http, url: 'http://h/', headers: {A: 1}}] | routes.yaml: routes[0].headers.A: is no text",
                "routes: [{action: a, connector: http, url: 'http://h/', headers: {A: '${env:NOPE}'}}] | routes.yaml: routes[0].headers.A: the environment variable NOPE",
                "routes: [{action: a, connector: http, headers: {Authorization: hunter22}}] | routes.yaml: routes[0].headers.Authorization: a secret",
                "{password: hunter22, routes: []} | routes.yaml: password: a secret",
                "routes: [{action: a, connector: echo, breaker: {window: 3, calls: 4}}] | routes.yaml: routes[0].breaker: calls are more",
                "routes: [{action: a, connector: echo, breaker: {pause: 1}}] | routes.yaml: routes[0].breaker.pause: is no text",
                "routes: [{action: a, connector: echo, breaker: {pause: soon}}] | routes.yaml: routes[0].breaker.pause: is not a duration",
                "routes: [{action: a, connector: echo, concurrency: 0}] | routes.yaml: routes[0].concurrency: a whole",
                "routes: [{action: a, connector: llm, url: '${file:/nowhere/at/all}'}] | routes.yaml: routes[0].url: the file /nowhere/at/all",
            })
    void what_is_wrong_is_named_with_its_place(String text, String message) {
        assertThatThrownBy(() -> reader.parse("routes.yaml", text))
                .isInstanceOf(InvalidRoutes.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void a_file_that_is_not_there_is_named(@TempDir Path folder) {
        assertThatThrownBy(() -> reader.read(folder.resolve("routes.yaml")))
                .hasMessageContaining("routes.yaml: cannot");
    }

    @Test
    void a_file_is_read(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("routes.yaml"), "routes: [{action: '*', connector: echo}]");

        assertThat(reader.read(file).routes()).hasSize(1);
    }
}
