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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private static HttpsServer httpsServer() throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(server.store(), Certificates.PASSWORD);
        var trusted = java.security.KeyStore.getInstance("PKCS12");
        trusted.load(null, Certificates.PASSWORD);
        trusted.setCertificateEntry("client", client.store().getCertificate("own"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        var https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context) {
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
