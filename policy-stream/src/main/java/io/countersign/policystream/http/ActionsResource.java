package io.countersign.policystream.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.countersign.contract.Code;
import io.countersign.door.CurrentCaller;
import io.countersign.door.Problem;
import io.countersign.door.ProblemException;
import io.countersign.door.Problems;
import io.countersign.door.identity.Caller;
import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.policy.Permission;
import io.countersign.policystream.policy.Policy;
import io.countersign.policystream.policy.SessionStanding;
import io.countersign.policystream.policy.TaskGrant;
import io.countersign.policystream.view.SessionFacts;
import io.countersign.policystream.view.SessionGrants;
import io.countersign.policystream.view.SessionLog;
import io.countersign.policystream.view.Views;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/actions}: what the caller may do, without a session or in one. */
@Path("/v1/actions")
@Authenticated
@RunOnVirtualThread
@APIResponse(responseCode = "429", ref = "#/components/responses/Full")
public class ActionsResource {

    private final KafkaControlLog controls;
    private final Views views;
    private final SessionLog sessions;
    private final CurrentCaller callers;
    private final Questions questions;
    private final Answers answers;
    private final InstantSource clock;

    ActionsResource(
            KafkaControlLog controls,
            Views views,
            SessionLog sessions,
            CurrentCaller callers,
            Questions questions,
            Answers answers,
            InstantSource clock) {
        this.controls = controls;
        this.views = views;
        this.sessions = sessions;
        this.callers = callers;
        this.questions = questions;
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * What may be done without a session.
     *
     * @param needSession what may be done in an opened session that covers it, and not without one
     */
    record OutsideJson(List<ActionJson> actions, List<ActionJson> needSession) {}

    /**
     * What may be done in a session.
     *
     * @param until when the session ends by itself
     */
    record InsideJson(String session, Instant until, List<ActionJson> actions) {}

    /**
     * An action in an answer.
     *
     * @param when the session's conditions, one of which has to hold; absent if there are none
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record ActionJson(
            String name,
            String title,
            String effect,
            @JsonInclude List<String> labels,
            @JsonRawValue String parameters,
            boolean idempotent,
            List<String> when) {

        static ActionJson of(Permission permission) {
            var action = permission.action();
            return new ActionJson(
                    action.name(),
                    action.title(),
                    action.effect().name().toLowerCase(Locale.ROOT),
                    action.labels(),
                    action.parametersSchema(),
                    action.idempotent(),
                    permission.when());
        }
    }

    @GET
    @Operation(operationId = "actions", summary = "What the caller may do, without a session or in one")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Actions")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/SessionUnknown")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response actions(
            @Parameter(description = "A session of the caller's: what may be done in it.")
                    @QueryParam("session")
                    @Nullable
                    String session,
            @Context UriInfo uri,
            @Context HttpHeaders headers)
            throws InterruptedException {
        var caller = callers.identify();
        if (session == null) {
            return answers.ok(outside(caller));
        }
        var id = session.toLowerCase(Locale.ROOT);
        return questions.answer(
                new Questions.Question(uri, headers),
                views.session(caller.owner(), id),
                found -> inside(caller, found));
    }

    private OutsideJson outside(Caller caller) {
        var all = policy().permitted(Principals.of(caller), SessionStanding.NONE, clock.instant());
        return new OutsideJson(
                json(all.stream().filter(each -> !each.needsSession()).toList()),
                json(all.stream().filter(Permission::needsSession).toList()));
    }

    /** The answer to those who may use the session, and to whoever opened it for another agent: what that one may do. */
    private InsideJson inside(Caller caller, Optional<SessionFacts> found) {
        var now = clock.instant();
        var session = found.filter(each -> each.isOpen(now) && concerns(each, caller.agent()))
                .orElseThrow(ActionsResource::unknown);
        var agent = session.agent() == null ? caller.agent() : session.agent();
        var standing = new SessionStanding.Opened(grants(session));
        return new InsideJson(
                session.id(), session.until(), json(policy().permitted(Principals.of(caller, agent), standing, now)));
    }

    private static boolean concerns(SessionFacts session, String client) {
        return session.agent() == null
                || session.agent().equals(client)
                || session.openedBy().equals(client);
    }

    private List<TaskGrant> grants(SessionFacts session) {
        return switch (sessions.grants(session)) {
            case SessionGrants.Known(var grants) -> grants;
            case SessionGrants.Forgotten() -> throw unknown();
            case SessionGrants.Away() ->
                throw new ProblemException(Problems.away("what the session grants cannot be read in time"));
        };
    }

    private static ProblemException unknown() {
        return new ProblemException(Problem.of(Code.SESSION_UNKNOWN, "there is no such session"));
    }

    private static List<ActionJson> json(List<Permission> permissions) {
        return permissions.stream().map(ActionJson::of).toList();
    }

    private Policy policy() {
        return controls.active().orElseThrow(() -> new ProblemException(ReadProblems.noPolicy()));
    }
}
