package io.countersign.executor.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.countersign.executor.ApprovedActions;
import io.countersign.executor.RouteUnderTest;
import io.countersign.executor.connector.InvalidRoutes;
import io.countersign.executor.connector.Secrets;
import io.countersign.executor.execution.SqlStatement;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import io.countersign.protocol.Result.Failed;
import io.countersign.protocol.Result.FailedRetryable;
import io.countersign.protocol.Result.Succeeded;
import io.countersign.protocol.Result.Unknown;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes to a real PostgreSQL. */
class SqlRouteTest {

    private static EmbeddedPostgres database;

    @BeforeAll
    static void start() throws Exception {
        database = EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("fsync", "off")
                .start();
        sql("""
                create table orders (id bigint primary key, customer text not null, total numeric(12,2), place int,
                    constraint one_place unique (place) deferrable initially deferred);
                create table countersign_effects (key text primary key, answer text, voided int,
                    at timestamptz not null default now());
                create function fail(state text) returns int language plpgsql as
                    $$ begin raise exception 'as asked' using errcode = state; end $$;
                create function sneak() returns int language sql as
                    $$ delete from orders; select 1 $$;
                """);
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @BeforeEach
    void fill() throws SQLException {
        sql("truncate orders, countersign_effects");
        sql("insert into orders values (1, 'ana', 9.50, 1), (2, 'bob', 100, 2), (3, 'ana', 0.1, 3)");
    }

    @Test
    void a_query_answers_rows() throws Exception {
        assertThat(run(
                        "statement: select id, total from orders where customer = {parameters.customer} order by id",
                        once("{\"customer\":\"ana\"}")))
                .isEqualTo(Result.succeeded("{\"columns\":[\"id\",\"total\"],\"count\":2,"
                        + "\"rows\":[{\"id\":1,\"total\":9.5},{\"id\":3,\"total\":0.1}],\"truncated\":false}"));
    }

    @Test
    void values_are_data_of_the_type_that_their_place_has() throws Exception {
        var result = run(
                """
                statement: >
                  select id from orders where id = {parameters.number} and id = {parameters.digits}
                  and customer = any({parameters.names}) and id = any({parameters.ids}) and total > {parameters.total}
                  and (({parameters.none}::text) is null) and {parameters.yes} and {parameters.doc} @> '{"a":[1]}'
                  and customer <> {parameters.evil}
                """,
                once("{\"number\":1,\"digits\":\"1\",\"names\":[\"a\\\"b,{\",\"ana\",null],\"ids\":[1,2],\"total\":1.5,"
                        + "\"yes\":true,\"doc\":{\"a\":[1,2]},\"evil\":\"'; drop table orders; --\"}"));

        assertThat(((Succeeded) result).result()).contains("\"rows\":[{\"id\":1}]");
        assertThat(count("orders")).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "9007199254740991::int8 | 9007199254740991",
                "9007199254740993::int8 | \"9007199254740993\"",
                "0.1::numeric | 0.1",
                "1.50::numeric | 1.5",
                "0.12345678901234567890::numeric | \"0.12345678901234567890\"",
                "'NaN'::numeric | \"NaN\"",
                "0.1::float4 | 0.1",
                "1e30::float8 | 1e+30",
                "'infinity'::float8 | \"Infinity\"",
                "true | true",
                "null | null",
                "'\\xdeadbeef'::bytea | \"3q2+7w==\"",
                "'2026-11-21 10:02:03.5+02'::timestamptz | \"2026-11-21T08:02:03.500Z\"",
                "'2026-11-21 10:02:03'::timestamp | \"2026-11-21T10:02:03\"",
                "'infinity'::timestamptz | \"infinity\"",
                "'2026-11-21'::date | \"2026-11-21\"",
                "'10:02'::time | \"10:02\"",
                "'{\"b\":9007199254740993,\"a\":[1.0]}'::jsonb | {\"a\":[1],\"b\":\"9007199254740993\"}",
                "'{\"a\":\"\\ud83d\"}'::json | {\"a\":\"\uFFFD\"}",
                "array[1,null,3] | [1,null,3]",
                "array[array['a','b']] | [[\"a\",\"b\"]]",
                "array[9007199254740993] | [\"9007199254740993\"]",
                "'5bd2c1a0-0000-0000-0000-000000000001'::uuid | \"5bd2c1a0-0000-0000-0000-000000000001\"",
                "'1 day'::interval | \"1 day\"",
                "'é\"\\'::text | \"é\\\"\\\\\"",
            })
    void every_type_is_json_that_all_readers_understand_alike(String value, String json) throws Exception {
        var result = run("statement: |\n  select " + value + " as v", once("{}"));

        assertThat(((Succeeded) result).result()).contains("\"rows\":[{\"v\":" + json + "}]");
    }

    @Test
    void more_than_may_be_answered_is_cut_and_says_so() throws Exception {
        var rows = run("rows: 2\nstatement: select id from orders order by id", once("{}"));
        var exact = run("rows: 3\nstatement: select id from orders order by id", once("{}"));
        var bytes = run("statement: select repeat('x', 10000) as x from generate_series(1, 900)", once("{}"));
        var one = run("statement: select repeat('x', 10000000) as x", once("{}"));
        var huge = run("statement: select repeat('x', 100000000) as x", once("{}"));

        assertThat(((Succeeded) rows).result())
                .contains("\"count\":2", "\"truncated\":true")
                .doesNotContain("\"id\":3");
        assertThat(((Succeeded) exact).result()).contains("\"count\":3", "\"truncated\":false");
        assertThat(((Succeeded) bytes).result())
                .contains("\"count\":26,", "\"truncated\":true")
                .hasSizeLessThan(262_144);
        assertThat(((Succeeded) one).result()).contains("\"count\":0,", "\"truncated\":true");
        assertThat(huge).isNotInstanceOf(Succeeded.class).isNotInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({"delete from orders", "select sneak()", "select nextval('s')", "select id from orders for update"})
    void a_route_that_does_not_say_write_cannot(String statement) throws Exception {
        sql("create sequence if not exists s");

        var result = run("statement: " + statement, once("{}"));

        assertThat(((Failed) result).failure().code()).isEqualTo("SQL_READ_ONLY");
        assertThat(count("orders")).isEqualTo(3);
    }

    @Test
    void a_write_says_how_many_rows_it_changed_or_what_it_returns() throws Exception {
        assertThat(write("update orders set total = {parameters.total} where customer = 'ana'", once("{\"total\":7}")))
                .isEqualTo(Result.succeeded("{\"updated\":2}"));
        assertThat(((Succeeded) write("delete from orders where id = 2 returning id, customer", once("{}"))).result())
                .contains("\"rows\":[{\"customer\":\"bob\",\"id\":2}]");
        assertThat(count("orders where total = 7")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "40001,FailedRetryable,SQL_40001", "40P01,FailedRetryable,SQL_40P01", "53300,FailedRetryable,SQL_53300",
        "55P03,FailedRetryable,SQL_55P03", "57P01,FailedRetryable,SQL_57P01", "22012,Failed,SQL_22012",
        "23514,Failed,SQL_23514", "42501,Failed,SQL_42501", "P0001,Failed,SQL_P0001"
    })
    void what_failed_before_the_commit_had_no_effect(String state, String status, String code) throws Exception {
        var result = write(
                "with done as (insert into orders values (9, 'eve', 1) returning id) select fail('" + state
                        + "') from done",
                once("{}"));

        assertThat(result.getClass().getSimpleName()).isEqualTo(status);
        assertThat(result.toString()).contains(code);
        assertThat(count("orders")).isEqualTo(3);
    }

    @Test
    void a_constraint_that_shows_at_the_commit_is_a_failure_without_effect() throws Exception {
        var result = write("update orders set place = 2 where id = 1", once("{}"));

        assertThat(((Failed) result).failure().code()).isEqualTo("SQL_23505");
        assertThat(((Failed) result).failure().message()).as("no values").doesNotContain("(2)");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void a_connection_that_is_lost_in_the_commit_leaves_it_open(boolean arrived) throws Exception {
        try (var scissors = new Scissors(database.getPort());
                var route = route(scissors.port(), "write: true\nstatement: delete from orders where id = 1")) {
            scissors.cutAt("COMMIT", arrived);

            assertThat(((Unknown) route.run(once("{}"))).failure().code()).isEqualTo("COMMIT_LOST");
            await().until(() -> count("orders where id = 1") == (arrived ? 0 : 1));

            scissors.cutAt("COMMIT", arrived);
            assertThat(route.run(ApprovedActions.idempotent("{}"))).isInstanceOf(FailedRetryable.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void with_a_table_of_effects_a_repeated_write_has_one_effect_and_one_answer(boolean arrived) throws Exception {
        var settings = "write: true\nidempotency: {table: countersign_effects}\nstatement: "
                + "insert into orders (id, customer) select max(id) + 1, 'eve' from orders returning id";
        try (var scissors = new Scissors(database.getPort());
                var route = route(scissors.port(), settings)) {
            scissors.cutAt("COMMIT", arrived);

            assertThat(route.run(once("{}"))).isInstanceOf(Unknown.class);
            var second = route.run(once("{}"));

            assertThat(((Succeeded) second).result()).contains("\"rows\":[{\"id\":4}]");
            assertThat(route.run(once("{}"))).isEqualTo(second);
            assertThat(count("orders")).isEqualTo(4);
        }
    }

    @Test
    void a_defect_in_the_middle_of_a_transaction_leaves_neither_an_effect_nor_a_key() throws Exception {
        var secrets = new Secrets(LOGIN::get);
        var settings = new SqlConnector.Settings(
                SqlStatement.of("update orders set customer = {parameters.doc}"),
                true,
                1,
                new EffectTable("countersign_effects"));
        var unwritable = JsonNodeFactory.instance.objectNode().put("half", "\ud83d");
        try (var pool = new SqlPool(
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(database.getPort()),
                secrets.setting("${env:DB_USER}"),
                secrets.setting("${env:DB_PASSWORD}"),
                1,
                false)) {
            var connection = pool.connection();
            try (var before = connection.createStatement()) {
                before.execute("delete from orders");
            }
            var transaction = new SqlTransaction(settings, connection, once("{}"), List.of(unwritable));

            assertThatThrownBy(transaction::call).isInstanceOf(IllegalArgumentException.class);

            assertThat(count("countersign_effects")).isZero();
            assertThat(count("orders")).isEqualTo(3);
        }
    }

    @Test
    void a_key_that_was_taken_without_a_word_of_its_end_tells_nothing() throws Exception {
        sql("insert into countersign_effects (key) values ('the-key')");
        try (var route = route(database.getPort(), EFFECT)) {
            assertThat(((Unknown) route.probe(PROBED).orElseThrow()).failure().code())
                    .isEqualTo("EFFECT_UNTOLD");
            assertThat(((Unknown) route.run(once("{}"))).failure().code()).isEqualTo("EFFECT_UNTOLD");
            assertThat(count("orders")).isEqualTo(3);
        }
    }

    @Test
    void two_at_a_time_with_one_key_have_one_effect() throws Exception {
        var settings = "write: true\nidempotency: {table: public.countersign_effects}\nstatement: "
                + "insert into orders (id, customer) select max(id) + 1, pg_sleep(0.2)::text from orders returning id";
        try (var route = route(database.getPort(), settings);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = CompletableFuture.supplyAsync(() -> unchecked(route), threads);
            var other = CompletableFuture.supplyAsync(() -> unchecked(route), threads);

            assertThat(one.get()).isInstanceOf(Succeeded.class).isEqualTo(other.get());
            assertThat(count("orders")).isEqualTo(4);
        }
    }

    @Test
    void a_probe_finds_an_effect_with_its_answer() throws Exception {
        try (var route = route(database.getPort(), EFFECT)) {
            var answer = route.run(once("{}"));

            assertThat(route.probe(PROBED)).contains(answer);
        }
    }

    @Test
    void what_a_probe_has_said_not_to_be_cannot_be_any_more_but_a_later_attempt_can() throws Exception {
        try (var route = route(database.getPort(), EFFECT)) {
            assertThat(((FailedRetryable) route.probe(PROBED).orElseThrow())
                            .failure()
                            .code())
                    .isEqualTo("NO_EFFECT");

            assertThat(((Failed) route.run(once("{}"))).failure().code()).isEqualTo("VOIDED");
            assertThat(count("orders")).isEqualTo(3);
            assertThat(route.run(ApprovedActions.next())).isInstanceOf(Succeeded.class);
            assertThat(route.probe(PROBED)).get().isInstanceOf(Succeeded.class);
            assertThat(count("orders")).isEqualTo(4);
        }
    }

    @Test
    void a_probe_waits_for_a_transaction_that_is_still_open() throws Exception {
        try (var route = route(database.getPort(), EFFECT);
                var open = database.getPostgresDatabase().getConnection()) {
            open.setAutoCommit(false);
            try (var statement = open.createStatement()) {
                statement.execute("insert into countersign_effects values ('the-key', '{\"updated\":1}')");
            }
            var answer = CompletableFuture.supplyAsync(() -> route.probe(PROBED));
            await().until(() -> count("pg_stat_activity where wait_event_type = 'Lock'") == 1);

            open.commit();

            assertThat(answer.get()).contains(Result.succeeded("{\"updated\":1}"));
        }
    }

    @Test
    void a_probe_has_a_connection_though_calls_have_all_of_theirs() throws Exception {
        try (var route = route(database.getPort(), EFFECT + "\nconnections: 1");
                var lock = database.getPostgresDatabase().getConnection()) {
            lock.setAutoCommit(false);
            try (var statement = lock.createStatement()) {
                statement.execute("lock table orders");
            }
            var call = CompletableFuture.supplyAsync(() -> unchecked(route));
            await().until(() -> count("pg_stat_activity where wait_event_type = 'Lock'") == 1);

            var answer = route.probe(new ProbedAction(
                    "0190f5fe-7c00-7a00-8000-000000000002", "acme", "ana", "orders.refund", 1, "another-key", null));

            assertThat(((FailedRetryable) answer.orElseThrow()).failure().code())
                    .isEqualTo("NO_EFFECT");
            lock.rollback();
            assertThat(call.get()).isInstanceOf(Succeeded.class);
        }
    }

    @Test
    void without_a_table_of_effects_there_is_nothing_to_ask() {
        try (var route = route(database.getPort(), "statement: select 1")) {
            assertThat(route.probe(PROBED)).isEmpty();
        }
    }

    @Test
    void a_call_that_is_cancelled_ends_at_the_server_too_and_had_no_effect() throws Exception {
        try (var route = route(
                database.getPort(),
                "write: true\nstatement: "
                        + "with d as (delete from orders returning id) select pg_sleep(60) from d")) {
            var result = new CompletableFuture<Result>();
            var thread = Thread.ofVirtual().start(() -> result.complete(unchecked(route)));
            await().until(() -> count("pg_stat_activity where query like '%pg_sleep(60)%' and state = 'active'") == 2);

            thread.interrupt();

            await().atMost(Duration.ofSeconds(2)).until(result::isDone);
            assertThat(((FailedRetryable) result.get()).failure().code()).isEqualTo("TIMEOUT");
            assertThat(count("pg_stat_activity where query like 'with d as%' and state = 'active'"))
                    .isZero();
            assertThat(count("orders")).isEqualTo(3);
        }
    }

    @Test
    void the_server_ends_a_statement_at_the_actions_timeout_itself() throws Exception {
        var result = run("statement: select pg_sleep(60)", once("{}"));

        assertThat(((FailedRetryable) result).failure().code()).isEqualTo("TIMEOUT");
        assertThat(((FailedRetryable) result).noEffect())
                .as("it is rolled back")
                .isTrue();
    }

    @Test
    void a_database_that_cannot_be_reached_had_no_effect() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        try (var route = route(closed, "statement: select 1")) {
            var result = (FailedRetryable) route.run(once("{}"));
            assertThat(result.failure().code()).isEqualTo("NOT_CONNECTED");
            assertThat(result.noEffect()).isTrue();
        }
    }

    @Test
    void a_connection_that_the_server_has_closed_is_replaced() throws Exception {
        try (var scissors = new Scissors(database.getPort());
                var route = route(scissors.port(), "statement: select count(*) from orders")) {
            assertThat(route.run(once("{}"))).isInstanceOf(Succeeded.class);
            scissors.cutAt("select count", false);

            assertThat(route.run(once("{}"))).isInstanceOf(FailedRetryable.class);
            assertThat(route.run(once("{}"))).isInstanceOf(Succeeded.class);
        }
    }

    @Test
    void columns_of_one_name_are_told_apart_by_the_statement() throws Exception {
        assertThat(((Failed) run("statement: select 1 as a, 2 as a", once("{}")))
                        .failure()
                        .code())
                .isEqualTo("AMBIGUOUS_COLUMNS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url: 'jdbc:mysql://h/d' | url: an address of PostgreSQL",
                "url: 'jdbc:postgresql://h/d?user=x' | url: user and password are",
                "statement: 'select 1; drop table x' | statement: there is more than one",
                "idempotency: {table: t} | idempotency: only a route with write",
                "write: yes please | write: is neither",
                "rows: 0 | rows: a whole number",
                "connections: 0 | connections: a whole number",
                "concurrency: 5 | concurrency: the connector bears no more than 4",
            })
    void what_is_wrong_with_a_route_is_named_at_the_start(String setting, String message) {
        var settings = new java.util.TreeMap<>(Map.of(
                "url", "url: 'jdbc:postgresql://127.0.0.1:1/x'",
                "statement", "statement: select 1",
                "user", "user: '${env:DB_USER}'",
                "password", "password: '${env:DB_PASSWORD}'"));
        settings.put(setting.substring(0, setting.indexOf(':')), setting);

        assertThatThrownBy(() -> new RouteUnderTest("connector: sql\n" + String.join("\n", settings.values()), LOGIN))
                .isInstanceOf(InvalidRoutes.class)
                .hasMessageStartingWith("routes.yaml: routes[0]." + message);
    }

    private static final String EFFECT = "write: true\nidempotency: {table: countersign_effects}\n"
            + "statement: insert into orders (id, customer) select max(id) + 1, 'eve' from orders";
    private static final ProbedAction PROBED = new ProbedAction(
            "0190f5fe-7c00-7a00-8000-000000000001", "acme", "ana", "orders.refund", 3, "the-key", null);
    private static final Map<String, String> LOGIN = Map.of("DB_USER", "postgres", "DB_PASSWORD", "postgres-password");

    private static Result unchecked(RouteUnderTest route) {
        try {
            return route.run(once("{}"));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Result write(String statement, ApprovedAction action) throws InterruptedException {
        return run("write: true\nstatement: \"" + statement + "\"", action);
    }

    private static Result run(String settings, ApprovedAction action) throws InterruptedException {
        try (var route = route(database.getPort(), settings)) {
            return route.run(action);
        }
    }

    private static RouteUnderTest route(int port, String settings) {
        return new RouteUnderTest("""
                connector: sql
                url: jdbc:postgresql://127.0.0.1:%d/postgres
                user: ${env:DB_USER}
                password: ${env:DB_PASSWORD}
                """.formatted(port) + settings, LOGIN);
    }

    private static ApprovedAction once(String parameters) {
        return ApprovedActions.once(parameters);
    }

    private static void sql(String commands) throws SQLException {
        try (var connection = database.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(commands);
        }
    }

    private static long count(String from) throws SQLException {
        try (var connection = database.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
