package io.countersign.policystream.http;

import io.countersign.policystream.view.Answer;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.Function;

/** Turns the view's answers into HTTP answers; what is elsewhere is asked for there. */
@Singleton
final class Questions {

    private final Answers answers;
    private final OtherInstances others;

    Questions(Answers answers, OtherInstances others) {
        this.answers = answers;
        this.others = others;
    }

    /** What was asked, and how. */
    record Question(UriInfo uri, HttpHeaders headers) {

        private boolean wasPassedOn() {
            return headers.getHeaderString(OtherInstances.PASSED_ON) != null;
        }
    }

    <T> Response answer(Question question, Answer<T> answer, Function<T, Object> json) throws InterruptedException {
        return switch (answer) {
            case Answer.Found<T>(var value) -> answers.ok(json.apply(value));
            case Answer.Missing<T> missing -> answers.problem(ReadProblems.noSuchIntent());
            case Answer.Behind<T> behind -> answers.problem(ReadProblems.behind());
            case Answer.NoPolicy<T> noPolicy -> answers.problem(ReadProblems.noPolicy());
            case Answer.Elsewhere<T>(var instance) ->
                question.wasPassedOn()
                        ? answers.problem(ReadProblems.behind())
                        : others.ask(instance, question.uri().getRequestUri());
        };
    }
}
