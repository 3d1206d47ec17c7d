package io.countersign.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PortsTest {

    @Test
    void without_settings_the_ports_are_the_contracts() {
        var ports = Ports.from(Map.of());

        assertThat(ports.of(Port.INTAKE)).isEqualTo(8080);
        assertThat(ports.of(Port.CONSOLE)).isEqualTo(8090);
        assertThat(ports.of(Port.POLICY_STREAM)).isEqualTo(8091);
        assertThat(ports.of(Port.EXECUTOR)).isEqualTo(8092);
        assertThat(ports.of(Port.KAFKA)).isEqualTo(9092);
        assertThat(ports.of(Port.REGISTRY)).isEqualTo(8081);
        assertThat(ports.of(Port.POSTGRES)).isEqualTo(5432);
    }

    @Test
    void a_variable_moves_its_port_and_no_other() {
        var ports = Ports.from(Map.of("COUNTERSIGN_PORT_KAFKA", "19092"));

        assertThat(ports.of(Port.KAFKA)).isEqualTo(19092);
        assertThat(ports.of(Port.REGISTRY)).isEqualTo(8081);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero", "0", "65536", "-1", "80a"})
    void what_is_no_port_number_is_refused_by_the_name_of_its_variable(String text) {
        assertThatThrownBy(() -> Ports.from(Map.of("COUNTERSIGN_PORT_CONSOLE", text)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("COUNTERSIGN_PORT_CONSOLE");
    }

    @Test
    void taken_ports_are_named_in_one_line_with_their_variables() throws IOException {
        try (var kafka = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                var desk = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var ports = Ports.from(Map.of(
                    "COUNTERSIGN_PORT_KAFKA", Integer.toString(kafka.getLocalPort()),
                    "COUNTERSIGN_PORT_CONSOLE", Integer.toString(desk.getLocalPort())));

            assertThatThrownBy(() -> ports.requireFree(List.of(Port.KAFKA, Port.CONSOLE)))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining(kafka.getLocalPort() + " (Kafka, COUNTERSIGN_PORT_KAFKA)")
                    .hasMessageContaining(desk.getLocalPort() + " (dead-letter-console, COUNTERSIGN_PORT_CONSOLE)")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void free_ports_are_all_different() {
        var ports = Ports.free();

        assertThat(new HashSet<>(ports.numbers().values())).hasSameSizeAs(Port.values());
    }
}
