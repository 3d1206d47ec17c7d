package io.countersign.console.http;

import io.countersign.console.projection.DatabaseAwayException;
import io.countersign.door.Problem;
import io.countersign.door.ProblemAnswers;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The errors that only the desk has, or has more to say about. */
final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final int AWAY = 503;

    private final ProblemAnswers answers;

    ProblemMappers(ProblemAnswers answers) {
        this.answers = answers;
    }

    @ServerExceptionMapper
    Response away(DatabaseAwayException e) {
        LOG.errorf(e, "the database does not answer");
        return answers.answer(
                Problem.of(AWAY, "DATABASE_AWAY", "The desk's database does not answer. Nothing is lost: try again."));
    }
}
