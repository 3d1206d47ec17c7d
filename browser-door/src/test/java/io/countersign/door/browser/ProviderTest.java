package io.countersign.door.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProviderTest {
    private static final String ISSUER = "https://id.example/realm";
    private static final URI BACK = URI.create("http://127.0.0.1:8090/sign-in/return");

    private HttpServer server;
    private volatile String issuerTold = ISSUER;

    @BeforeEach
    void describe() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/inside/.well-known/openid-configuration", exchange -> {
            var told = """
                    {"issuer": "%s", "authorization_endpoint": "https://id.example/auth?theme=dark",
                     "token_endpoint": "http://inside/token"}
                    """.formatted(issuerTold).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, told.length);
            exchange.getResponseBody().write(told);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void it_is_asked_where_services_find_it_and_people_are_sent_where_browsers_do() throws Exception {
        assertThat(authorization())
                .hasValueSatisfying(address -> assertThat(address)
                        .hasHost("id.example")
                        .hasParameter("theme", "dark")
                        .hasParameter("client_id", "house-pages")
                        .hasParameter("redirect_uri", BACK.toString()));
    }

    @Test
    void whoever_calls_itself_another_issuer_gets_nobody() throws Exception {
        issuerTold = "https://id.example/other";

        assertThat(authorization()).isEmpty();
    }

    private Optional<URI> authorization() throws InterruptedException {
        var provider = provider("http://127.0.0.1:" + server.getAddress().getPort() + "/inside/");
        try {
            return provider.authorization("state", "challenge", BACK);
        } finally {
            provider.close();
        }
    }

    private static Provider provider(String address) {
        var config =
                TestConfig.of(Map.of("countersign.browser.provider", address, "countersign.identity.issuer", ISSUER));
        return new Provider(config.browser(), config.identity(), new ObjectMapper());
    }
}
