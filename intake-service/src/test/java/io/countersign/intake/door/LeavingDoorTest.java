package io.countersign.intake.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.intake.waiting.Decisions;
import io.countersign.intake.waiting.WaitingRoom;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LeavingDoorTest extends DoorTest {
    private static final int CLIENTS = 200;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI address;

    @Inject
    @SuppressWarnings("NullAway.Init")
    WaitingRoom room;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Decisions decisions;

    @Test
    void clients_that_go_away_free_their_seats() throws IOException {
        var clients = new ArrayList<Socket>();
        try {
            for (var client = 0; client < CLIENTS; client++) {
                clients.add(waitingForAMinute());
            }
            Awaitility.await().untilAsserted(() -> assertThat(room.taken()).isGreaterThanOrEqualTo(CLIENTS));
        } finally {
            for (var client : clients) {
                client.close();
            }
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(room.taken()).isZero());
        assertThat(decisions.size()).isZero();
    }

    private Socket waitingForAMinute() throws IOException {
        var body = echo("{\"silent\": true}");
        var socket = new Socket(address.getHost(), address.getPort());
        socket.getOutputStream()
                .write("""
                POST /v1/intents HTTP/1.1\r
                Host: x\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Prefer: wait=60\r
                Content-Length: %d\r
                \r
                %s""".formatted(token(), body.length(), body).getBytes(StandardCharsets.UTF_8));
        return socket;
    }
}
