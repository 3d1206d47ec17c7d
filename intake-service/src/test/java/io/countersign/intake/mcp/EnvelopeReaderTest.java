package io.countersign.intake.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.intake.mcp.RpcError.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EnvelopeReaderTest {
    private static final String JULY = "2026-07-28";

    private final ObjectNode params = JsonNodeFactory.instance.objectNode();

    @Test
    void a_request_that_says_nothing_is_of_the_oldest_revision() {
        assertThat(read("ping", null, null, null)).isEqualTo(new Envelope.Of(Revision.MARCH_2025));
    }

    @ParameterizedTest
    @EnumSource(names = "JULY_2026", mode = EnumSource.Mode.EXCLUDE)
    void older_revisions_are_said_in_a_header(Revision revision) {
        assertThat(read("ping", revision.text(), null, null)).isEqualTo(new Envelope.Of(revision));
    }

    @Test
    void the_latest_is_said_in_body_and_headers_alike() {
        july();
        assertThat(read("tools/list", JULY, "tools/list", null)).isEqualTo(new Envelope.Of(Revision.JULY_2026));
        assertRefused(Kind.HEADER_MISMATCH, read("tools/list", null, "tools/list", null));
        assertRefused(Kind.HEADER_MISMATCH, read("tools/list", "2025-11-25", "tools/list", null));
        assertRefused(Kind.HEADER_MISMATCH, read("tools/list", JULY, null, null));
        assertRefused(Kind.HEADER_MISMATCH, read("tools/list", JULY, "tools/List", null));
    }

    @Test
    void the_latest_in_the_header_alone_is_not_enough() {
        assertRefused(Kind.INVALID_PARAMS, read("tools/list", JULY, "tools/list", null));
    }

    @Test
    void the_latest_says_what_its_client_can_do() {
        july().withObject("_meta").remove(Meta.CAPABILITIES);
        assertRefused(Kind.INVALID_PARAMS, read("tools/list", JULY, "tools/list", null));
        params.withObject("_meta").put(Meta.CAPABILITIES, "all");
        assertRefused(Kind.INVALID_PARAMS, read("tools/list", JULY, "tools/list", null));
    }

    @Test
    void a_revision_is_a_text() {
        params.withObject("_meta").put(Meta.REVISION, 20260728);
        assertRefused(Kind.INVALID_PARAMS, read("tools/list", JULY, "tools/list", null));
    }

    @ParameterizedTest
    @CsvSource({
        "orders_read, true",
        "=?base64?b3JkZXJzX3JlYWQ=?=, true",
        "=?base64?b3JkZXJz?=, false",
        "=?base64?***?=, false",
        "=?base64?=, false",
        "orders_refund, false",
        ", false"
    })
    void the_tool_that_is_called_is_said_in_a_header_too(@Nullable String name, boolean same) {
        july().put("name", "orders_read");
        var read = read("tools/call", JULY, "tools/call", name);
        if (same) {
            assertThat(read).isEqualTo(new Envelope.Of(Revision.JULY_2026));
        } else {
            assertRefused(Kind.HEADER_MISMATCH, read);
        }
    }

    @Test
    void an_unknown_revision_is_answered_with_those_that_are_known() {
        var refused = (Envelope.Unfit) read("ping", "2027-01-01", null, null);
        assertRefused(Kind.UNSUPPORTED_REVISION, refused);
        assertThat(refused.error().data().toString())
                .contains("\"requested\":\"2027-01-01\"")
                .contains("\"supported\":[\"2026-07-28\",\"2025-11-25\",\"2025-06-18\",\"2025-03-26\"]");
        july().withObject("_meta").put(Meta.REVISION, "2027-01-01");
        assertRefused(Kind.UNSUPPORTED_REVISION, read("ping", "2027-01-01", "ping", null));
    }

    @Test
    void a_handshake_is_answered_with_its_own_revision_or_the_latest_that_has_one() {
        assertThat(Revision.answering("2025-06-18")).isEqualTo(Revision.JUNE_2025);
        assertThat(Revision.answering(JULY)).isEqualTo(Revision.NOVEMBER_2025);
        assertThat(Revision.answering("2024-11-05")).isEqualTo(Revision.NOVEMBER_2025);
    }

    private ObjectNode july() {
        var meta = params.withObject("_meta").put(Meta.REVISION, JULY);
        meta.putObject(Meta.CAPABILITIES);
        return params;
    }

    private Envelope read(
            String method, @Nullable String revision, @Nullable String saidMethod, @Nullable String saidName) {
        return EnvelopeReader.read(
                new RpcMessage.Request(IntNode.valueOf(1), method, params),
                new Envelope.Headers(revision, saidMethod, saidName));
    }

    private static void assertRefused(Kind kind, Envelope read) {
        assertThat(read)
                .isInstanceOfSatisfying(
                        Envelope.Unfit.class,
                        unfit -> assertThat(unfit.error().kind()).isEqualTo(kind));
    }
}
