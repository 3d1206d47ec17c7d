package io.countersign.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import io.countersign.contract.Topics;
import io.countersign.v1.Tick;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.Reading.Reason;
import io.countersign.wire.Reading.Unreadable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that answers whatever a test wants, over HTTP as a real one does. */
class RegistryAwayTest {
    private static final byte[] TICK = {0, 0, 0, 0, 42, 6};

    private HttpServer server;
    private WireFormat wire;
    private volatile int status = 200;
    private volatile String body = "";

    RegistryAwayTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        wire = WireFormat.of("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @BeforeEach
    void serve() {
        server.createContext("/", exchange -> {
            var bytes = body.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        wire.close();
        server.stop(0);
    }

    @Test
    void a_schema_that_the_registry_has_decodes() {
        answer(200, schema("AVRO", RecordTypes.schemaOf(Tick.class).toString()));

        assertThat(wire.decode(Topics.TICKS, TICK, Tick.class)).isEqualTo(new Decoded<>(new Tick(3)));
    }

    @Test
    void a_schema_that_it_does_not_have_is_unreadable() {
        answer(404, "{\"error_code\":40403,\"message\":\"Schema 42 not found\"}");

        assertUnreadable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>no such page</html>", "{\"detail\":\"no such resource\",\"status\":404}"})
    void a_404_that_is_not_the_registrys_own_is_a_registry_that_is_away(String body) {
        answer(404, body);

        assertThatThrownBy(() -> wire.decode(Topics.TICKS, TICK, Tick.class)).isInstanceOf(RegistryAwayException.class);
        assertThatThrownBy(() -> wire.encode(Topics.TICKS, new Tick(3))).isInstanceOf(RegistryAwayException.class);
    }

    @Test
    void a_schema_that_is_not_avro_is_unreadable() {
        answer(200, schema("JSON", "{\"type\":\"object\"}"));

        assertUnreadable();
    }

    @Test
    void a_schema_that_is_broken_avro_is_unreadable() {
        answer(200, schema("AVRO", "{\"type\":\"wreckord\"}"));

        assertUnreadable();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 408, 429, 500, 502, 503, 504})
    void any_other_error_is_a_registry_that_is_away(int status) {
        answer(status, "{\"error_code\":" + status + "00,\"message\":\"not now\"}");

        assertThatThrownBy(() -> wire.decode(Topics.TICKS, TICK, Tick.class)).isInstanceOf(RegistryAwayException.class);
        assertThatThrownBy(() -> wire.encode(Topics.TICKS, new Tick(3))).isInstanceOf(RegistryAwayException.class);
    }

    @Test
    void an_answer_that_is_no_json_is_a_registry_that_is_away() {
        answer(200, "<html>a proxy says hello</html>");

        assertThatThrownBy(() -> wire.decode(Topics.TICKS, TICK, Tick.class)).isInstanceOf(RegistryAwayException.class);
    }

    @Test
    void a_registry_that_comes_back_is_asked_again() {
        answer(503, "{\"error_code\":50300,\"message\":\"not now\"}");
        assertThatThrownBy(() -> wire.decode(Topics.TICKS, TICK, Tick.class)).isInstanceOf(RegistryAwayException.class);

        answer(200, schema("AVRO", RecordTypes.schemaOf(Tick.class).toString()));

        assertThat(wire.decode(Topics.TICKS, TICK, Tick.class)).isEqualTo(new Decoded<>(new Tick(3)));
    }

    @Test
    void what_was_read_once_is_read_while_the_registry_is_away() {
        answer(200, schema("AVRO", RecordTypes.schemaOf(Tick.class).toString()));
        wire.decode(Topics.TICKS, TICK, Tick.class);
        wire.decodeAsWritten(Topics.TICKS, TICK, Tick.class);

        server.stop(0);

        assertThat(wire.decode(Topics.TICKS, TICK, Tick.class)).isEqualTo(new Decoded<>(new Tick(3)));
        assertThat(wire.decodeAsWritten(Topics.TICKS, TICK, Tick.class)).isInstanceOf(Decoded.class);
        assertThatThrownBy(() -> wire.decode(Topics.TICKS, new byte[] {0, 0, 0, 0, 43, 6}, Tick.class))
                .isInstanceOf(RegistryAwayException.class);
        assertThatThrownBy(() -> wire.encode(Topics.TICKS, new Tick(3))).isInstanceOf(RegistryAwayException.class);
    }

    private void assertUnreadable() {
        assertThat(wire.decode(Topics.TICKS, TICK, Tick.class))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        unreadable -> assertThat(unreadable.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA));
    }

    private void answer(int status, String body) {
        this.body = body;
        this.status = status;
    }

    private static String schema(String type, String schema) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("schemaType", type)
                .put("schema", schema)
                .toString();
    }
}
