package io.countersign.policystream.inbox;

import static io.countersign.policystream.inbox.InboxRig.START;
import static io.countersign.policystream.inbox.InboxRig.bearing;
import static io.countersign.policystream.inbox.InboxRig.header;
import static io.countersign.policystream.inbox.InboxRig.intent;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Code;
import io.countersign.contract.Headers;
import io.countersign.contract.IntentIds;
import io.countersign.contract.Limits;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.Intent;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.OnQuota;
import io.countersign.v1.Tick;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboxTopologyTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TempDir
    Path folder;

    private InboxRig inbox;

    @BeforeEach
    void begin() throws Exception {
        inbox = new InboxRig(folder);
    }

    @AfterEach
    void end() {
        inbox.close();
    }

    @Test
    void an_intent_is_handed_over_as_the_one_whom_its_token_names() {
        inbox.publish(intent().setParameters("{\"order\": \"A1\", \"amount\": 2.0}")
                .setSession("s1")
                .setJustification("because")
                .setOnQuota(OnQuota.DEFER));

        var handed = inbox.submitted();
        assertThat(handed.getTenant()).isEqualTo("acme");
        assertThat(handed.getUser()).isEqualTo("ana");
        assertThat(handed.getAgent()).isEqualTo("bot");
        assertThat(handed.getTeam()).isNull();
        assertThat(handed.getRoles()).containsExactly("finance", "support");
        assertThat(handed.getParameters()).isEqualTo("{\"amount\":2,\"order\":\"A1\"}");
        assertThat(handed.getSession()).isEqualTo("s1");
        assertThat(handed.getJustification()).isEqualTo("because");
        assertThat(handed.getOnQuota()).isEqualTo(OnQuota.DEFER);
        assertThat(handed.getSubmittedAt()).isEqualTo(START);
    }

    @Test
    void an_agent_is_answered_on_a_topic_of_its_tenant_that_is_there() {
        inbox.publish(intent().setReplyTo("acme.answers"));

        assertThat(inbox.submitted().getReplyTo()).isEqualTo("acme.answers");
    }

    @ParameterizedTest
    @CsvSource({
        "globex.answers, is not among the topics on which your tenant may be answered",
        "intents.inbox,  is not among the topics on which your tenant may be answered",
        "'',             is not among the topics on which your tenant may be answered",
        "acme.gone,      does not exist"
    })
    void nobody_is_answered_on_any_other_topic(String topic, String words) {
        inbox.publish(intent().setReplyTo(topic));

        var reason = inbox.letter().getReasons().getFirst();
        assertThat(reason.getCode()).isEqualTo("MALFORMED");
        assertThat(reason.getMessage()).isEqualTo("\"replyTo\" names a topic that " + words);
    }

    @Test
    void what_the_door_finds_out_itself_nobody_claims() {
        inbox.publish(intent().setInputTokens(1L)
                .setNonce(ByteBuffer.wrap(new byte[Limits.NONCE_BYTES]))
                .setSubmittedAt(Instant.parse("2030-01-01T00:00:00Z")));

        var handed = inbox.submitted();
        assertThat(handed.getInputTokens()).isEqualTo("{\"order\":\"A1\"}".length());
        assertThat(handed.getNonce().get(0)).isEqualTo((byte) 1);
        assertThat(handed.getSubmittedAt()).isEqualTo(START);
    }

    @Test
    void it_goes_to_its_owner_with_the_trace_and_no_header_else() {
        var headers = bearing(inbox.token());
        headers.add(Headers.TRACEPARENT, TRACE.getBytes(StandardCharsets.UTF_8));
        headers.add(Headers.REQUEST_ID, "another's".getBytes(StandardCharsets.UTF_8));
        headers.add(Headers.REROUTED, new byte[] {1});
        inbox.publish(headers, inbox.encoded(intent().build()));

        var handed = inbox.records(Topics.SUBMITTED).get(0);
        assertThat(handed.key()).isEqualTo("acme/ana");
        assertThat(handed.headers().toArray())
                .extracting(header -> header.key())
                .containsExactlyInAnyOrder(Headers.TRACEPARENT, Headers.REQUEST_ID);
        assertThat(text(handed.headers().lastHeader(Headers.TRACEPARENT).value()))
                .isEqualTo(TRACE);
        assertThat(text(handed.headers().lastHeader(Headers.REQUEST_ID).value()))
                .isNotEqualTo("another's");
    }

    @Test
    void what_is_no_trace_is_not_passed_on() {
        var headers = bearing(inbox.token());
        headers.add(Headers.TRACEPARENT, "x".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        inbox.publish(headers, inbox.encoded(intent().build()));

        assertThat(inbox.records(Topics.SUBMITTED).get(0).headers().lastHeader(Headers.TRACEPARENT))
                .isNull();
    }

    @Test
    void the_id_that_an_agent_writes_is_its_idempotency_key() {
        inbox.publish(intent().setId("order-A1"));

        assertThat(inbox.submitted().getId()).isEqualTo(IntentIds.derived(new Owner("acme", "ana"), "bot", "order-A1"));
    }

    @Test
    void one_record_is_one_intent_and_two_records_are_two() {
        inbox.publish(intent());
        var first = inbox.submitted();
        inbox.publish(intent());
        var second = inbox.submitted();

        assertThat(first.getId()).isEqualTo(IntentIds.ofRecord(Topics.INBOX, 0, 0, START));
        assertThat(second.getId()).isEqualTo(IntentIds.ofRecord(Topics.INBOX, 0, 1, START));
        assertThat(first.getNonce()).isNotEqualTo(second.getNonce());
    }

    @Test
    void who_says_the_same_of_itself_as_its_token_is_heard() {
        inbox.publish(intent().setTenant("acme")
                .setUser("ana")
                .setAgent("bot")
                .setTeam("")
                .setRoles(List.of("support", "finance")));

        assertThat(inbox.submitted().getRoles()).containsExactly("finance", "support");
    }

    @Test
    void who_says_something_else_is_not() {
        assertFalse(written -> written.setTenant("globex"), "tenant");
        assertFalse(written -> written.setUser("eve"), "user");
        assertFalse(written -> written.setAgent("cli"), "agent");
        assertFalse(written -> written.setTeam("ops"), "team");
        assertFalse(written -> written.setRoles(List.of("support", "finance", "admin")), "roles");
        assertFalse(written -> written.setRoles(List.of("support")), "roles");
    }

    private void assertFalse(Consumer<Intent.Builder> claim, String member) {
        var written = intent();
        claim.accept(written);
        inbox.publish(written);

        var letter = inbox.letter();
        assertThat(codes(letter)).containsExactly("MALFORMED");
        assertThat(letter.getReasons().get(0).getMessage()).contains("\"" + member + "\"");
    }

    /** A minute for clocks that differ. */
    @ParameterizedTest
    @CsvSource({"2026-11-20T11:00:59.999Z,true", "2026-11-20T11:01:00Z,false"})
    void a_token_has_to_be_good_when_the_broker_got_the_record(Instant appended, boolean good) {
        inbox.publish(bearing(inbox.token()), inbox.encoded(intent().build()), appended);

        assertThat(inbox.records(Topics.SUBMITTED)).hasSize(good ? 1 : 0);
        assertThat(inbox.records(Topics.DEAD_LETTER)).hasSize(good ? 0 : 1);
    }

    @Test
    void a_record_without_a_good_token_is_nobodys() {
        var value = inbox.encoded(intent().setTenant("acme").setUser("ana").build());
        var twice = bearing(inbox.token());
        twice.add("Authorization", ("Bearer " + inbox.token()).getBytes(StandardCharsets.UTF_8));
        var empty = new RecordHeaders();
        empty.add("authorization", null);

        assertUnauthenticated(new RecordHeaders(), value, "there is no header authorization");
        assertUnauthenticated(twice, value, "there is more than one header authorization");
        assertUnauthenticated(empty, value, "the header authorization has no value");
        assertUnauthenticated(header("authorization", ""), value, "the header authorization is not: Bearer <JWT>");
        assertUnauthenticated(
                header("authorization", inbox.token()), value, "the header authorization is not: Bearer <JWT>");
        assertUnauthenticated(
                header("authorization", "Basic YW5hOg=="), value, "the header authorization is not: Bearer <JWT>");
        assertUnauthenticated(bearing("nonsense"), value, "the token is no sound JWT");
        assertUnauthenticated(
                bearing(inbox.issuer.token(START, claims -> claims.setAudience("another"))),
                value,
                "the token is not for us: its aud is another");
        assertUnauthenticated(
                bearing(inbox.issuer.token(START, claims -> claims.unsetClaim("tenant"))),
                value,
                "the token has no tenant");
        assertUnauthenticated(
                bearing(Issuer.in(folder.resolve("other")).token(START, claims -> {})),
                value,
                "the token is signed with none of the issuer's keys");
    }

    private void assertUnauthenticated(RecordHeaders headers, byte[] value, String why) {
        inbox.publish(headers, value);

        var letter = inbox.letter();
        assertThat(codes(letter)).containsExactly("UNAUTHENTICATED");
        assertThat(letter.getReasons().get(0).getMessage()).isEqualTo(why);
        assertThat(letter.getTenant()).isNull();
        assertThat(letter.getCategory()).isEqualTo(LetterCategory.REJECTED);
    }

    @Test
    void a_header_is_read_up_to_its_limit() {
        var value = inbox.encoded(intent().build());
        int most = Senders.LONGEST - "Bearer ".length();

        inbox.publish(bearing("x".repeat(most)), value);
        assertThat(inbox.letter().getReasons().get(0).getMessage()).isEqualTo("the token is no sound JWT");
        inbox.publish(bearing("x".repeat(most + 1)), value);
        assertThat(inbox.letter().getReasons().get(0).getMessage())
                .isEqualTo("the header authorization has more than 32768 bytes");
    }

    /** Names of headers and of the scheme are written in many ways. */
    @ParameterizedTest
    @ValueSource(strings = {"authorization", "Authorization", "AUTHORIZATION"})
    void the_header_is_found_however_it_is_written(String name) {
        inbox.publish(header(name, "bearer  " + inbox.token()), inbox.encoded(intent().build()));

        assertThat(inbox.records(Topics.SUBMITTED)).hasSize(1);
    }

    @Test
    void what_cannot_be_read_lies_in_a_letter_of_its_sender_byte_for_byte() {
        assertUnreadable(null);
        assertUnreadable(new byte[0]);
        assertUnreadable("{\"action\": \"orders.read\"}".getBytes(StandardCharsets.UTF_8));
        assertUnreadable(new byte[] {0, 0, 0, 0, 99, 1, 2, 3});
        assertUnreadable(Arrays.copyOf(inbox.encoded(intent().build()), 7));
    }

    private void assertUnreadable(byte @Nullable [] value) {
        inbox.publish(bearing(inbox.token()), value);

        var letter = inbox.letter();
        assertThat(codes(letter)).containsExactly("UNREADABLE");
        assertThat(letter.getCategory()).isEqualTo(LetterCategory.UNREADABLE);
        assertThat(letter.getTenant()).isEqualTo("acme");
        assertThat(letter.getUser()).isEqualTo("ana");
        assertThat(letter.getStage()).isEqualTo("inbox");
        assertThat(letter.getRawValue()).isEqualTo(value == null ? null : ByteBuffer.wrap(value));
        assertThat(text(letter.getRawKey().array())).isEqualTo("any");
    }

    @Test
    void a_record_of_another_kind_is_not_read_as_an_intent() {
        inbox.publish(bearing(inbox.token()), inbox.encoded(Topics.TICKS, new Tick(0)));

        assertThat(codes(inbox.letter())).containsExactly("UNREADABLE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|MALFORMED",
                "null|MALFORMED",
                "[]|MALFORMED",
                "{|MALFORMED",
                "{} {}|MALFORMED",
                "{\"a\": \"\\ud800\"}|MALFORMED",
                "{\"a\": NaN}|MALFORMED",
                "{\"a\": 1, \"a\": 1}|DUPLICATE_KEY",
                "{\"a\": 9007199254740992}|NUMBER_NOT_EXACT"
            })
    void parameters_are_read_as_strictly_as_any_body(String parameters, Code code) {
        inbox.publish(intent().setParameters(parameters));

        var letter = inbox.letter();
        assertThat(codes(letter)).containsExactly(code.name());
        assertThat(letter.getTenant()).isEqualTo("acme");
        assertThat(letter.getCategory()).isEqualTo(LetterCategory.REJECTED);
    }

    @Test
    void parameters_nest_up_to_the_limit() {
        inbox.publish(intent().setParameters(nested(Limits.NESTING)));
        assertThat(inbox.submitted().getParameters()).isEqualTo(nested(Limits.NESTING));

        inbox.publish(intent().setParameters(nested(Limits.NESTING + 1)));
        assertThat(codes(inbox.letter())).containsExactly("MALFORMED");
    }

    private static String nested(int levels) {
        return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }

    @Test
    void what_every_door_refuses_is_refused() {
        assertRefused(intent().setAction(""), Code.MALFORMED);
        assertRefused(intent().setSession(""), Code.MALFORMED);
        assertRefused(intent().setMaxTokens(0L), Code.MALFORMED);
        assertRefused(intent().setId(" key"), Code.MALFORMED);
        assertRefused(intent().setOnQuota(OnQuota.UNRECOGNIZED), Code.MALFORMED);
        assertRefused(intent().setReplyTo("answers"), Code.MALFORMED);
        assertRefused(intent().setDeadline(Instant.ofEpochMilli(Long.MAX_VALUE)), Code.MALFORMED);
        assertRefused(intent().setMaxTokens(Long.MAX_VALUE), Code.NUMBER_NOT_EXACT);
        assertRefused(
                intent().setParameters("{\"a\":\"" + "x".repeat(Limits.PARAMETERS_BYTES) + "\"}"), Code.TOO_LARGE);
        assertRefused(intent().setJustification("x".repeat(Limits.JUSTIFICATION_BYTES + 1)), Code.TOO_LARGE);
    }

    /** What is handed over has to fit where it goes: one that did not would stop the stream. */
    @Test
    void an_intent_that_is_larger_than_any_record_may_be_is_refused() {
        assertRefused(intent().setAction("x".repeat(Limits.INPUT_BYTES)), Code.TOO_LARGE);
    }

    private void assertRefused(Intent.Builder written, Code code) {
        inbox.publish(written);

        assertThat(codes(inbox.letter())).containsExactly(code.name());
    }

    @Test
    void the_token_is_in_nothing_that_is_kept() {
        var token = inbox.issuer.token(START, claims -> claims.setAudience("another"));
        inbox.publish(bearing(token), inbox.encoded(intent().build()));
        inbox.publish(header("Authorization", "Bearer " + inbox.token()), new byte[] {7});

        var letters = inbox.records(Topics.DEAD_LETTER);
        assertThat(letters).hasSize(2).allSatisfy(letter -> {
            assertThat(new String(letter.value(), StandardCharsets.ISO_8859_1)).doesNotContain("eyJ");
            assertThat(letter.headers().toArray()).isEmpty();
        });
        var origin = inbox.read(Topics.DEAD_LETTER, letters.get(1).value(), DeadLetter.class)
                .getOrigin();
        assertThat(origin.getTopic()).isEqualTo(Topics.INBOX);
        assertThat(origin.getOffset()).isEqualTo(1);
        assertThat(text(origin.getHeaders().get(0).getValue().array())).isEqualTo("redacted");
    }

    @Test
    void a_letter_lies_with_its_sender_or_with_nobody() {
        inbox.publish(intent().setAction(""));
        inbox.publish(new RecordHeaders(), inbox.encoded(intent().build()));

        assertThat(inbox.records(Topics.DEAD_LETTER))
                .extracting(letter -> letter.key())
                .containsExactly("acme/ana", null);
    }

    @Test
    void it_is_counted_what_became_of_records() {
        inbox.publish(intent());
        inbox.publish(intent());
        inbox.publish(intent().setAction(""));
        inbox.publish(new RecordHeaders(), null, START.plus(Duration.ofHours(1)));

        assertThat(counted("NONE")).isEqualTo(2);
        assertThat(counted("MALFORMED")).isEqualTo(1);
        assertThat(counted("UNAUTHENTICATED")).isEqualTo(1);
    }

    private double counted(String code) {
        return inbox.meters.counter("countersign.inbox.records", "code", code).count();
    }

    private static List<String> codes(DeadLetter letter) {
        return letter.getReasons().stream().map(reason -> reason.getCode()).toList();
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
