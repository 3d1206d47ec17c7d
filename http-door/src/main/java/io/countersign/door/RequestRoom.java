package io.countersign.door;

import io.countersign.door.admission.Admission;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The room that a request was let in with, for whoever finds out later whose request it is. */
public final class RequestRoom {
    private static final String ROOM = "countersign.room";

    private RequestRoom() {}

    /** Empty for what needs no room. */
    public static Optional<Admission.Entry> of(RoutingContext request) {
        return Optional.ofNullable(request.get(ROOM));
    }

    static void give(RoutingContext request, Admission.Entry entry) {
        request.put(ROOM, entry);
        RequestEnd.whenOver(request, answered -> entry.close());
    }
}
