package io.countersign.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.chaos.Conduct;
import io.countersign.chaos.Product;
import io.countersign.chaos.TokenIssuer;
import io.countersign.chaos.TopicReader;
import io.countersign.chaos.doors.Inbox;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.endtoend.keycloak.KeycloakServer;
import io.countersign.endtoend.keycloak.Person;
import io.countersign.endtoend.keycloak.Realm;
import io.countersign.stack.Installation;
import io.countersign.stack.LocalStack;
import io.countersign.stack.Port;
import io.countersign.v1.Intent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The product behind a real Keycloak, with the realm and the policy that are in the repository. */
@Order(1)
@Tag("heavy")
@SuppressWarnings("NullAway.Init") // BeforeAll sets the fields
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Products.OWN)
final class KeycloakIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    /** An unknown key makes the doors ask the provider again, but once a minute only. */
    private static final Duration NEXT_MINUTE = Duration.ofSeconds(90);

    private static final String ACCOUNT_OF_AGENT = "service-account-" + Realm.AGENT;
    private static final String READ = "{\"action\":\"orders.read\",\"parameters\":{\"order\":\"A1\"}}";

    private static LocalStack stack;
    private static KeycloakServer keycloak;
    private static Realm realm;
    private static Product product;
    private static TestBrowser browser;

    /** Keycloak as the product knows it. */
    private record Issuer(KeycloakServer server) implements TokenIssuer {
        @Override
        public Map<String, String> settings() {
            return server.settings();
        }

        @Override
        public String policyToken() {
            return inPerson("olga", "countersign-cli");
        }
    }

    @BeforeAll
    static void begin() throws Exception {
        browser = TestBrowser.start(SOON);
        stack = LocalStack.forTests();
        keycloak = KeycloakServer.in(
                stack.data().root(),
                Map.of(
                        "COUNTERSIGN_PUBLIC_INTAKE",
                        "http://127.0.0.1:" + stack.ports().of(Port.INTAKE),
                        "COUNTERSIGN_PUBLIC_CONSOLE",
                        "http://127.0.0.1:" + stack.ports().of(Port.CONSOLE)));
        keycloak.start();
        realm = keycloak.realm(KeycloakServer.REALM);
        var routes = """
                routes:
                  - {action: "*", connector: echo}
                """;
        product = Product.start(
                stack,
                new Product.Setup(
                        Path.of("../policy"), routes, 1, Conduct.steady(Duration.ZERO), new Issuer(keycloak)));
        product.startDesk();
    }

    @AfterAll
    static void end() {
        if (product != null) {
            product.close();
        } else if (stack != null) {
            stack.close();
        }
        if (keycloak != null) {
            keycloak.kill();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void an_agent_with_credentials_of_its_own_is_a_user() throws Exception {
        var intent = succeeds(realm.ownTokenOfAgent());

        assertThat(intent.getTenant()).isEqualTo("acme");
        assertThat(intent.getUser()).isEqualTo(ACCOUNT_OF_AGENT);
        assertThat(intent.getAgent()).isEqualTo(Realm.AGENT);
        assertThat(intent.getRoles()).containsExactly("support");
    }

    @Test
    void an_agent_that_exchanges_its_users_token_acts_on_behalf_of_the_user() throws Exception {
        var intent = succeeds(realm.exchangedByAgent(inPerson("ana", "helpdesk")));

        assertThat(intent.getTenant()).isEqualTo("acme");
        assertThat(intent.getUser()).isEqualTo("ana");
        assertThat(intent.getAgent()).isEqualTo(Realm.AGENT);
        assertThat(intent.getTeam()).isEqualTo("care");
        assertThat(intent.getRoles()).containsExactly("support");
    }

    /** Fiona reviews, but her agent has no such role at the provider. */
    @Test
    void an_agent_gets_no_more_of_its_users_roles_than_its_client_may_have() throws Exception {
        var token = realm.exchangedByAgent(inPerson("fiona", "helpdesk"));

        try (var agent = new Door(product, token)) {
            var refused = agent.post("/v1/intents", READ);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text("code")).isEqualTo("NOT_GRANTED");
        }
    }

    @Test
    void the_token_of_an_application_is_no_token_for_us() throws Exception {
        assertUnauthenticated(inPerson("ana", "helpdesk"));
    }

    @Test
    void the_token_of_another_realm_is_no_token_for_us() throws Exception {
        var other = "lookalike-" + UUID.randomUUID();
        keycloak.administration().addLookalike(other);

        assertUnauthenticated(keycloak.realm(other).ownTokenOfAgent());
    }

    @Test
    void a_token_that_has_expired_is_no_token_for_us() throws Exception {
        keycloak.administration().lifespan(KeycloakServer.REALM, Realm.AGENT, Duration.ofSeconds(5));
        try (var agent = new Door(product, realm.ownTokenOfAgent())) {
            assertThat(agent.get("/v1/actions").status()).isEqualTo(200);
            await().atMost(NEXT_MINUTE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> agent.get("/v1/actions").status() == 401);
        } finally {
            keycloak.administration().lifespan(KeycloakServer.REALM, Realm.AGENT, Duration.ofMinutes(5));
        }
    }

    @Test
    void a_record_of_the_inbox_is_its_token_owners() throws Exception {
        var id = publish(realm.exchangedByAgent(inPerson("ana", "helpdesk")), "ana");

        var intent = submitted(id).orElseThrow();
        assertThat(intent.getUser()).isEqualTo("ana");
        assertThat(intent.getAgent()).isEqualTo(Realm.AGENT);
        assertThat(intent.getTeam()).isEqualTo("care");
    }

    @Test
    void the_command_line_shows_the_token_of_whoever_has_signed_in() throws Exception {
        var environment = Map.of(
                "COUNTERSIGN_TOKEN", inPerson("olga", "countersign-cli"),
                "COUNTERSIGN_POLICY_STREAM_URL", product.policyStream().url().toString());
        var command = List.of(
                Installation.java(),
                "-cp",
                Installation.current().classPath(),
                "io.countersign.stack.cli.Countersign",
                "policy",
                "show");

        assertThat(Program.run(Path.of("."), environment, command)).contains("orders.refund");
    }

    @Test
    void somebody_signs_in_to_the_playground() {
        try (var ana = person("ana")) {
            var page = ana.signIn(product.intake().url());

            assertThat(page.locator("#live")).hasText("live");
            assertThat(page.locator("body")).containsText("ana");
            var session = page.evaluate("fetch('/playground/session').then(answer => answer.json())");
            assertThat(session)
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("tenant", "acme")
                    .containsEntry("user", "ana")
                    .containsEntry("roles", List.of("support"));
        }
    }

    @Test
    void what_an_agent_asks_for_is_approved_by_a_reviewer_at_the_desk() throws Exception {
        try (var agent = new Door(product, realm.exchangedByAgent(inPerson("ana", "helpdesk")));
                var fiona = person("fiona")) {
            var held = agent.post(
                    "/v1/intents", "{\"action\":\"orders.refund\",\"parameters\":{\"order\":\"A1\",\"amount\":250}}");
            assertThat(held.text("state")).isEqualTo("HELD");

            var desk = fiona.signIn(product.desk().url());
            await().atMost(SOON).pollInSameThread().until(() -> {
                desk.navigate(product.desk().url() + "/letters?q=" + held.text("id"));
                return desk.locator(".line a").count() > 0;
            });
            desk.locator(".line a").first().click();
            desk.fill("#comment", "looked at");
            desk.click("#decision button[value=APPROVE]");
            assertThat(desk.locator(".notice")).containsText("Your approval counts.");

            await().atMost(SOON)
                    .until(() -> agent.get("/v1/intents/" + held.text("id")).text("state"), "SUCCEEDED"::equals);
        }
    }

    @Test
    void keys_that_the_provider_adds_are_known_without_a_restart_whatever_they_sign_with() throws Exception {
        var algorithms = List.of("PS256", "ES256", "EdDSA", "RS512");
        for (var algorithm : algorithms) {
            keycloak.administration().addKey(KeycloakServer.REALM, algorithm);
        }
        for (var algorithm : algorithms) {
            keycloak.administration().signWith(KeycloakServer.REALM, algorithm);
            var token = realm.ownTokenOfAgent();

            var published = publish(token, ACCOUNT_OF_AGENT);
            assertThat(submitted(published)).as(algorithm).isPresent();
            isTakenAtLast(token);
        }
    }

    @Test
    void a_provider_that_is_away_stops_nobody_who_has_a_token_and_its_new_keys_are_known_when_it_is_back()
            throws Exception {
        var before = realm.ownTokenOfAgent();
        isTakenAtLast(before);

        keycloak.kill();

        succeeds(before);
        assertThat(submitted(publish(before, ACCOUNT_OF_AGENT))).isPresent();

        keycloak.start();

        var after = realm.ownTokenOfAgent();
        assertThat(submitted(publish(after, ACCOUNT_OF_AGENT))).isPresent();
        isTakenAtLast(after);
    }

    /** What the door handed over. */
    private static Intent succeeds(String token) throws IOException, InterruptedException {
        try (var agent = new Door(product, token);
                var log = product.topics()) {
            var answer = agent.post("/v1/intents", READ, "Prefer", "wait=20");
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
            assertThat(answer.text("state")).isEqualTo("SUCCEEDED");
            return submitted(log, answer.text("id")).orElseThrow();
        }
    }

    private static void isTakenAtLast(String token) {
        try (var agent = new Door(product, token)) {
            await().atMost(NEXT_MINUTE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> agent.get("/v1/actions").status() == 200);
        }
    }

    /** At the door and in the inbox. */
    private static void assertUnauthenticated(String token) throws Exception {
        try (var agent = new Door(product, token)) {
            var refused = agent.post("/v1/intents", READ);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.text("code")).isEqualTo("UNAUTHENTICATED");
        }
        assertThat(submitted(publish(token, "ana"))).isEmpty();
    }

    /** Publishes a record to the inbox, and returns when something has become of it: the id of the intent that it would be. */
    private static String publish(String token, String user) throws Exception {
        try (var inbox = new Inbox(
                        stack.broker().bootstrapServers(), stack.registry().url());
                var log = product.topics()) {
            var key = UUID.randomUUID().toString();
            var id = inbox.publish(
                    new Owner("acme", user),
                    Realm.AGENT,
                    "a record",
                    key,
                    "Bearer " + token,
                    intent -> intent.setId(key).setAction("orders.read").setParameters("{\"order\":\"A1\"}"));
            assertThat(inbox.unanswered(log, SOON)).isEmpty();
            return id.json().path("id").asText();
        }
    }

    private static Optional<Intent> submitted(String id) {
        try (var log = product.topics()) {
            return submitted(log, id);
        }
    }

    private static Optional<Intent> submitted(TopicReader log, String id) {
        return log.all(Topics.SUBMITTED, Intent.class).stream()
                .filter(intent -> id.equals(intent.getId()))
                .findFirst();
    }

    private static Person person(String name) {
        return new Person(browser.browser(), name, keycloak.password(), SOON);
    }

    /** A token that somebody gets for an application, by agreeing in a browser. */
    private static String inPerson(String name, String client) {
        try (var person = person(name)) {
            return realm.deviceToken(client, person::agree);
        }
    }
}
