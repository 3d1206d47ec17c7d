package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.chaos.Product;
import io.countersign.chaos.doors.Ask;
import io.countersign.chaos.doors.Asks;
import io.countersign.chaos.doors.RawHttp;
import io.countersign.chaos.doors.Reply;
import io.countersign.stack.identity.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Callers who say to which trace their calls belong. */
final class TracedCalls {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final RawHttp http = new RawHttp(SOON);
    private final Product product;

    /** @param product with its desk */
    TracedCalls(Product product) {
        this.product = product;
    }

    /** A chat with a model, to its end. */
    void chat(String user, String trace) throws IOException {
        done(http.send(product.intake().url(), traced(Asks.chat("x"), trace).by(token(user))));
    }

    /** What is held; its id. */
    String held(String user, String trace) throws IOException {
        var held = Ask.post("/v1/intents", "{\"action\":\"door.held\",\"parameters\":{}}");
        var answer = http.send(product.intake().url(), traced(held, trace).by(token(user)));
        return done(answer).json().path("id").asText();
    }

    /** Agrees to it at the desk; returns when it has been done. */
    void approve(String user, String id) throws IOException {
        var reviewer = product.stack()
                .identity()
                .token(TokenRequest.person(Product.TENANT, "fiona", "finance", "countersign-reviewer"));
        var desk = product.desk().url();
        var letter = await().atMost(SOON)
                .until(
                        () -> http.send(desk, Ask.get("/v1/letters?q=" + id).by(reviewer))
                                .json()
                                .at("/items/0/id")
                                .asText(),
                        found -> !found.isEmpty());
        var read =
                http.send(desk, Ask.get("/v1/letters/" + letter).by(reviewer)).json();
        var review = Ask.post(
                "/v1/letters/" + letter + "/reviews",
                "{\"decision\":\"APPROVE\",\"expectedVersion\":%s,\"digest\":%s,\"comment\":\"looked at\"}"
                        .formatted(read.path("version"), read.path("digest")));
        done(http.send(desk, review.by(reviewer)));
        await().atMost(SOON)
                .until(() -> http.send(
                                product.intake().url(),
                                Ask.get("/v1/intents/" + id).by(token(user)))
                        .json()
                        .path("state")
                        .asText()
                        .equals("SUCCEEDED"));
    }

    private static Ask traced(Ask ask, String trace) {
        return ask.with("traceparent", Traces.parent(trace));
    }

    private static Reply done(Reply reply) {
        assertThat(reply.status()).as("%s", reply).isBetween(200, 299);
        return reply;
    }

    private String token(String user) {
        return product.stack().identity().token(new TokenRequest(Product.TENANT, user, "bot", null, Set.of("support")));
    }
}
