package io.countersign.console.http;

import io.countersign.console.desk.Reviewer;
import io.countersign.door.CurrentCaller;
import io.countersign.door.People;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Who is at the desk in this request, from the token alone. */
@ApplicationScoped
class CurrentReviewer {
    private final CurrentCaller callers;
    private final People people;

    CurrentReviewer(CurrentCaller callers, People people) {
        this.callers = callers;
        this.people = people;
    }

    Reviewer get() {
        var caller = callers.identify();
        return new Reviewer(
                caller.owner().tenant(),
                caller.owner().user(),
                caller.agent(),
                people.include(caller),
                Set.copyOf(caller.roles()));
    }
}
