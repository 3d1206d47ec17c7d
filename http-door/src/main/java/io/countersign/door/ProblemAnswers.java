package io.countersign.door;

import jakarta.ws.rs.core.Response;

/** How a problem is answered: as JSON, unless the service has people at its doors and brings a bean of its own. */
public interface ProblemAnswers {
    /** The answer to the current request. */
    Response answer(Problem problem);
}
