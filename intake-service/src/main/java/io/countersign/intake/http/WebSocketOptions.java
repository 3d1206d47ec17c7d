package io.countersign.intake.http;

import io.countersign.contract.Limits;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.util.ArrayList;

/** What WebSockets may carry here, and the subprotocol that is agreed to. */
@Singleton
final class WebSocketOptions implements HttpServerOptionsCustomizer {
    static final String SUBPROTOCOL = "countersign";

    /** One that is a little too long is still read, so that its sender gets an answer. */
    static final int LONGEST_MESSAGE = Limits.INPUT_BYTES + 1024;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setMaxWebSocketFrameSize(LONGEST_MESSAGE).setMaxWebSocketMessageSize(LONGEST_MESSAGE);
        var agreed = new ArrayList<String>();
        if (options.getWebSocketSubProtocols() != null) {
            agreed.addAll(options.getWebSocketSubProtocols());
        }
        agreed.add(SUBPROTOCOL);
        options.setWebSocketSubProtocols(agreed);
    }
}
