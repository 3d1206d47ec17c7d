package io.countersign.policystream;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.handlers.WriterHandler;
import org.jspecify.annotations.Nullable;

/** Has the service's log written in pieces while the service runs. */
@Singleton
final class LogLines {

    /** Behind whatever else happens at the end. */
    private static final int LAST = Integer.MAX_VALUE;

    private @Nullable GatheredLines gathered;

    void begin(@Observes StartupEvent started) {
        var root = Logger.getLogger("");
        gathered = GatheredLines.of(writers(root.getHandlers()).toList());
        root.addHandler(gathered);
    }

    void end(@Observes @Priority(LAST) ShutdownEvent ending) {
        if (gathered != null) {
            gathered.close();
            Logger.getLogger("").removeHandler(gathered);
        }
    }

    private static Stream<ExtHandler> writers(Handler[] handlers) {
        return Arrays.stream(handlers)
                .filter(ExtHandler.class::isInstance)
                .map(ExtHandler.class::cast)
                .flatMap(handler ->
                        handler instanceof WriterHandler ? Stream.of(handler) : writers(handler.getHandlers()));
    }
}
