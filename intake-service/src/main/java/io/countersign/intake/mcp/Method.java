package io.countersign.intake.mcp;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/** What can be asked for. */
public enum Method {
    LIST("tools/list", revision -> true),
    CALL("tools/call", revision -> true),
    INITIALIZE("initialize", Revision::hasHandshake),
    PING("ping", Revision::hasHandshake),
    DISCOVER("server/discover", revision -> !revision.hasHandshake()),
    LISTEN("subscriptions/listen", revision -> !revision.hasHandshake());

    private final String text;
    private final Predicate<Revision> has;

    Method(String text, Predicate<Revision> has) {
        this.text = text;
        this.has = has;
    }

    /** As it is written on the wire. */
    String text() {
        return text;
    }

    /** The method of that name, if the revision has it and we do. */
    public static Optional<Method> of(String text, Revision revision) {
        return Arrays.stream(values())
                .filter(each -> each.text.equals(text) && each.has.test(revision))
                .findFirst();
    }
}
