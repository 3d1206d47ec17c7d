package io.countersign.executor.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.countersign.executor.ApprovedActions;
import io.countersign.executor.RouteUnderTest;
import io.countersign.protocol.Result;
import io.countersign.protocol.Result.FailedRetryable;
import io.countersign.protocol.Result.Unknown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that shows a certificate of its own, and wants to see ours. */
class HttpTlsTest {

    private static Certificates server;
    private static Certificates client;
    private static Backend backend;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = Certificates.make(folder, "server", "EC");
        client = Certificates.make(folder, "client", "RSA");
        backend = new Backend(httpsServer());
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    @Test
    void both_sides_know_each_other() throws Exception {
        assertThat(call("tls: {trust: %s, certificate: %s, key: %s}"
                        .formatted(server.certificate(), client.certificate(), client.key())))
                .isEqualTo(Result.succeeded("{\"done\":true}"));
    }

    @Test
    void a_backend_that_nobody_vouches_for_gets_no_request() throws Exception {
        var before = backend.seen.size();

        var refused = (FailedRetryable) call("");
        assertThat(refused.failure().code()).isEqualTo("NOT_CONNECTED");
        assertThat(refused.noEffect()).isTrue();
        assertThat(((FailedRetryable) call("tls: {trust: %s}".formatted(client.certificate())))
                        .failure()
                        .code())
                .isEqualTo("NOT_CONNECTED");
        assertThat(backend.seen).hasSize(before);
    }

    @Test
    void a_get_whose_kept_connection_broke_was_sent_though_its_second_try_gets_no_handshake() throws Exception {
        try (var leaving = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var route = trusting(leaving.getLocalPort(), "GET")) {
            var unused = Thread.startVirtualThread(() -> {
                try {
                    try (var connection = withTls(leaving.accept())) {
                        var request = new byte[8_192];
                        var length = connection.getInputStream().read(request);
                        connection
                                .getOutputStream()
                                .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        length = connection.getInputStream().read(request);
                    }
                    // As often as the client tries.
                    while (!leaving.isClosed()) {
                        hangUpOn(leaving);
                    }
                } catch (Exception e) {
                    // The test sees it.
                }
            });
            assertThat(route.run(ApprovedActions.idempotent("{}"))).isEqualTo(Result.succeeded(null));

            var second = (FailedRetryable) route.run(ApprovedActions.idempotent("{}"));

            assertThat(second.failure().code()).isEqualTo("CONNECTION_LOST");
            assertThat(second.noEffect()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET"})
    void a_connection_that_is_torn_after_the_handshake_may_have_brought_the_request(String method) throws Exception {
        try (var rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var route = trusting(rude.getLocalPort(), method)) {
            var unused = Thread.startVirtualThread(() -> {
                try (var connection = rude.accept()) {
                    var length = withTls(connection).getInputStream().read(new byte[8_192]);
                    rude.close();
                    connection.setSoLinger(true, 0);
                } catch (Exception e) {
                    // The test sees it.
                }
            });

            var result = (Unknown) route.run(ApprovedActions.once("{}"));

            assertThat(result.failure().code()).isEqualTo("CONNECTION_LOST");
        }
    }

    @Test
    void a_backend_that_wants_a_certificate_gets_no_request_without() throws Exception {
        var before = backend.seen.size();

        assertThat(call("tls: {trust: %s}".formatted(server.certificate()))).isNotInstanceOf(Result.Succeeded.class);
        assertThat(backend.seen).hasSize(before);
    }

    @Test
    void a_key_of_another_certificate_is_an_error_at_the_start() {
        assertThatThrownBy(() -> call("tls: {certificate: %s, key: %s}".formatted(server.certificate(), client.key())))
                .isInstanceOf(InvalidRoutes.class)
                .hasMessageContaining("routes[0].tls: the key in");
        assertThatThrownBy(() -> call("tls: {certificate: %s, key: %s}".formatted(client.key(), client.key())))
                .hasMessageContaining("certificate");
    }

    private static Result call(String tls) throws InterruptedException {
        var settings = "connector: http\nurl: \"https://127.0.0.1:%d/\"\n%s".formatted(backend.port(), tls);
        try (var route = new RouteUnderTest(settings, Map.of())) {
            return route.run(ApprovedActions.once("{}"));
        }
    }

    private static RouteUnderTest trusting(int port, String method) {
        return new RouteUnderTest("""
                connector: http
                method: %s
                url: "https://127.0.0.1:%d/"
                tls: {trust: %s}
                """.formatted(method, port, server.certificate()), Map.of());
    }

    private static SSLSocket withTls(Socket connection) throws Exception {
        var secure = (SSLSocket) context().getSocketFactory().createSocket(connection, null, true);
        secure.setUseClientMode(false);
        return secure;
    }

    /** Says nothing to the next one who says hello. */
    private static void hangUpOn(ServerSocket backend) throws IOException {
        try (var connection = backend.accept()) {
            var unused = connection.getInputStream().read(new byte[8_192]);
        }
    }

    private static SSLContext context() throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(server.store(), Certificates.PASSWORD);
        var trusted = java.security.KeyStore.getInstance("PKCS12");
        trusted.load(null, Certificates.PASSWORD);
        trusted.setCertificateEntry("client", client.store().getCertificate("own"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static HttpsServer httpsServer() throws Exception {
        var https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                var wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        return https;
    }
}
