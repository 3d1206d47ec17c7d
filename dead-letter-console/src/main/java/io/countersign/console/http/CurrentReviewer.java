package io.countersign.console.http;

import io.countersign.console.desk.Reviewer;
import io.countersign.door.CurrentCaller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Who is at the desk in this request, from the token alone. */
@ApplicationScoped
class CurrentReviewer {
    private final CurrentCaller callers;

    CurrentReviewer(CurrentCaller callers) {
        this.callers = callers;
    }

    Reviewer get() {
        var caller = callers.identify();
        return new Reviewer(caller.owner().tenant(), caller.owner().user(), caller.agent(), Set.copyOf(caller.roles()));
    }
}
