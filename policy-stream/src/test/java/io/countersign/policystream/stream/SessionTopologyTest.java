package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.contract.IntentIds;
import io.countersign.contract.Topics;
import io.countersign.v1.EventKind;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.Reply;
import io.countersign.v1.Session;
import io.countersign.v1.SessionGrant;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions through the deciding topology: opened, used, ended, forgotten. */
final class SessionTopologyTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String TASK = "0193a1b2-0000-7000-8000-000000000001";

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig("""
                kind: Action
                name: mail.send
                effect: write
                parameters: {type: object, required: [to], properties: {to: {type: string}}}
                ---
                kind: Grant
                name: everybody
                who: "true"
                actions: [mail.send]
                """);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void an_opened_session_is_answered_and_one_event() {
        var requestId = rig.send(Topics.SESSIONS, session("parameters.to.endsWith('@shop.example')"));

        assertThat(rig.replies())
                .singleElement()
                .returns(requestId, Reply::getRequestId)
                .returns(true, Reply::getAccepted)
                .returns("countersign-cli", Reply::getActor);
        assertThat(ofSessions())
                .singleElement()
                .returns(TASK, IntentEvent::getSession)
                .returns("OPENED", IntentEvent::getTo)
                .returns("countersign-cli", IntentEvent::getActor)
                .returns(Rig.START.plus(HOUR), IntentEvent::getDueAt)
                .returns(null, IntentEvent::getIntentId)
                .satisfies(event -> assertThat(event.getCause().getTopic()).isEqualTo(Topics.SESSIONS));
        assertThat(rig.letters()).isEmpty();
    }

    @Test
    void an_injected_agent_is_stopped_by_the_condition_of_its_session() {
        rig.send(Topics.SESSIONS, session("parameters.to.endsWith('@shop.example')"));

        rig.submit(mail("ana@shop.example").build());
        rig.submit(mail("eve@evil.example").build());
        rig.submit(mail("ana@shop.example").setSession(null).build());

        assertThat(rig.replies().subList(1, 4))
                .extracting(Reply::getCode)
                .containsExactly(null, "NOT_GRANTED", "SESSION_REQUIRED");
        assertThat(rig.approvals("mail.send"))
                .singleElement()
                .satisfies(approval -> assertThat(approval.getSession()).isEqualTo(TASK));
    }

    @Test
    void a_session_is_its_owners_only() {
        rig.send(Topics.SESSIONS, session(null));
        var bob = mail("ana@shop.example").setUser("bob").build();

        rig.sendAs("acme/bob", Topics.SUBMITTED, bob);

        assertThat(rig.replies().getLast().getCode()).isEqualTo("SESSION_UNKNOWN");
    }

    @Test
    void a_session_bound_to_an_agent_is_unknown_to_others() {
        rig.send(
                Topics.SESSIONS,
                Session.newBuilder(session(null)).setAgent("bot").build());

        rig.submit(mail("ana@shop.example").build());
        rig.submit(mail("ana@shop.example").setAgent("other").build());

        assertThat(rig.replies().subList(1, 3)).extracting(Reply::getCode).containsExactly(null, "SESSION_UNKNOWN");
    }

    @Test
    void it_takes_nothing_new_from_the_end_of_its_time_on() {
        rig.send(Topics.SESSIONS, session(null));

        rig.pass(HOUR.minusMillis(1));
        rig.submit(mail("ana@shop.example").build());
        rig.pass(Duration.ofMillis(1));
        rig.submit(mail("ana@shop.example").build());

        assertThat(rig.replies().subList(1, 3)).extracting(Reply::getCode).containsExactly(null, "SESSION_UNKNOWN");
    }

    @Test
    void its_user_ends_it_at_once() {
        rig.send(Topics.SESSIONS, session(null));

        rig.send(Topics.SESSIONS, ended());
        rig.submit(mail("ana@shop.example").build());

        assertThat(rig.replies()).extracting(Reply::getCode).containsExactly(null, null, "SESSION_UNKNOWN");
        assertThat(ofSessions())
                .extracting(IntentEvent::getFrom, IntentEvent::getTo)
                .containsExactly(tuple(null, "OPENED"), tuple("OPENED", "REVOKED"));
    }

    @Test
    void the_same_again_is_answered_alike_and_something_else_is_refused() {
        rig.send(Topics.SESSIONS, session(null));
        rig.send(Topics.SESSIONS, session(null));
        rig.send(Topics.SESSIONS, session("true"));

        assertThat(rig.replies()).extracting(Reply::getCode).containsExactly(null, null, "ID_REUSED");
        assertThat(ofSessions()).hasSize(1);
    }

    @Test
    void what_does_not_compile_is_malformed_and_opens_nothing() {
        rig.send(Topics.SESSIONS, session("parameters.to =="));
        rig.submit(mail("ana@shop.example").build());

        assertThat(rig.replies()).extracting(Reply::getCode).containsExactly("MALFORMED", "SESSION_UNKNOWN");
        assertThat(ofSessions()).isEmpty();
    }

    @Test
    void it_is_forgotten_when_no_intent_can_depend_on_it_any_more() {
        rig.send(Topics.SESSIONS, session(null));
        assertThat(rig.sessions()).containsExactly("acme/ana/" + TASK);

        rig.pass(HOUR.plus(Duration.ofDays(30)).minusMillis(1));
        rig.tick();
        assertThat(rig.sessions()).hasSize(1);
        rig.pass(Duration.ofMillis(1));
        rig.tick();

        assertThat(rig.sessions()).isEmpty();
        assertThat(rig.ownersWithOpenSessions()).isEmpty();
    }

    @Test
    void what_cannot_be_read_is_a_letter() {
        rig.put(Topics.SESSIONS, Rig.ANA.key(), new byte[] {1, 2, 3}, new RecordHeaders());
        rig.send(
                Topics.SESSIONS, Session.newBuilder(session(null)).setId("task").build());
        rig.send(
                Topics.SESSIONS,
                Session.newBuilder(session(null)).setUser("bob").build());

        assertThat(rig.letters()).hasSize(3).allSatisfy(letter -> {
            assertThat(letter.getCategory()).isEqualTo(LetterCategory.UNREADABLE);
            assertThat(letter.getOrigin().getTopic()).isEqualTo(Topics.SESSIONS);
        });
        assertThat(ofSessions()).isEmpty();
    }

    private List<IntentEvent> ofSessions() {
        return rig.events().stream()
                .filter(event -> event.getKind() == EventKind.SESSION)
                .toList();
    }

    private static Intent.Builder mail(String to) {
        return Rig.intent("mail.send", "{\"to\":\"" + to + "\"}")
                .setId(IntentIds.random())
                .setSession(TASK);
    }

    private static Session session(@Nullable String when) {
        return Session.newBuilder()
                .setId(TASK)
                .setTenant(Rig.ANA.tenant())
                .setUser(Rig.ANA.user())
                .setGrants(List.of(new SessionGrant("mail.*", when)))
                .setOpenedBy("countersign-cli")
                .setTtlMillis(HOUR.toMillis())
                .build();
    }

    private static Session ended() {
        return Session.newBuilder(session(null))
                .setGrants(List.of())
                .setTtlMillis(0)
                .setEnded(true)
                .build();
    }
}
