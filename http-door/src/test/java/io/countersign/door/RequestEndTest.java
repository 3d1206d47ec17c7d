package io.countersign.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** With a request whose end the test brings about. */
final class RequestEndTest {
    private final Map<Object, Object> data = new HashMap<>();
    private final List<Handler<AsyncResult<Void>>> handlers = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private boolean closed;

    private final HttpServerResponse response = fake(HttpServerResponse.class, (name, arguments) -> closed);

    private final RoutingContext request = fake(RoutingContext.class, (name, arguments) -> switch (name) {
        case "get" -> data.get(arguments[0]);
        case "put" -> data.put(arguments[0], arguments[1]);
        case "addEndHandler" -> handlers.add(handler(arguments[0])) ? handlers.size() : 0;
        case "response" -> response();
        default -> throw new UnsupportedOperationException(name);
    });

    @Test
    void everybody_is_told_once_how_it_ended() {
        RequestEnd.whenOver(request, whole -> told.add("first " + whole));
        RequestEnd.whenOver(request, whole -> told.add("second " + whole));

        end(Future.succeededFuture());
        end(Future.failedFuture("closed"));
        RequestEnd.over(request);

        assertThat(told).containsExactly("first true", "second true");
    }

    @Test
    void who_asks_after_the_connection_was_reset_is_told_although_the_response_does_not_call_itself_closed_yet() {
        RequestEnd.whenOver(request, whole -> told.add("first " + whole));
        end(Future.failedFuture("reset"));

        RequestEnd.whenOver(request, whole -> told.add("late " + whole));

        assertThat(told).containsExactly("first false", "late false");
    }

    @Test
    void who_asks_after_the_response_was_closed_is_told() {
        closed = true;

        RequestEnd.whenOver(request, whole -> told.add("late " + whole));

        assertThat(told).containsExactly("late false");
    }

    @Test
    void what_a_request_has_become_ends_when_somebody_says_so() {
        RequestEnd.over(request);
        RequestEnd.whenOver(request, whole -> told.add("socket " + whole));
        assertThat(told).isEmpty();

        RequestEnd.over(request);

        assertThat(told).containsExactly("socket true");
    }

    private void end(Future<Void> how) {
        List.copyOf(handlers).forEach(handler -> handler.handle(how));
    }

    private HttpServerResponse response() {
        return response;
    }

    @SuppressWarnings("unchecked") // what the interface says
    private static Handler<AsyncResult<Void>> handler(Object argument) {
        return (Handler<AsyncResult<Void>>) argument;
    }

    private interface Calls {
        @Nullable
        Object answer(String name, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) ->
                        calls.answer(method.getName(), arguments == null ? new Object[0] : arguments)));
    }
}
