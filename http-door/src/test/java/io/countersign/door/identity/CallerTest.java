package io.countersign.door.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTest {

    @Test
    void tenant_sub_and_azp_make_a_caller() {
        var caller = Caller.identify("acme", "ana", "bot", "ops", List.of("support", "finance", "support"));

        assertThat(caller).isInstanceOfSatisfying(Caller.class, known -> {
            assertThat(known.owner().key()).isEqualTo("acme/ana");
            assertThat(known.agent()).isEqualTo("bot");
            assertThat(known.team()).isEqualTo("ops");
            assertThat(known.roles()).containsExactly("finance", "support");
        });
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null,ana,bot,tenant",
                "'',ana,bot,tenant",
                "acme,null,bot,sub",
                "acme,'',bot,sub",
                "acme,ana,null,azp",
                "acme,ana,'',azp"
            })
    void a_token_without_one_of_them_names_nobody(String tenant, String user, String agent, String missing) {
        assertThat(Caller.identify(tenant, user, agent, null, List.of()))
                .isEqualTo(new Unidentified("the token has no " + missing));
    }

    @Test
    void an_owner_of_256_bytes_is_known_and_one_of_257_is_not() {
        // "acme/" takes five of them, and each of these characters nine.
        var longest = "\u4eba".repeat(27) + "x".repeat(8);

        assertThat(Caller.identify("acme", longest, "bot", null, List.of())).isInstanceOf(Caller.class);
        assertThat(Caller.identify("acme", longest + "x", "bot", null, List.of()))
                .isInstanceOf(Unidentified.class);
    }

    @Test
    void what_is_not_unicode_is_nobodys_name() {
        var loneSurrogate = "\ud800";

        assertThat(Caller.identify(loneSurrogate, "ana", "bot", null, List.of()))
                .isInstanceOf(Unidentified.class);
        assertThat(Caller.identify("acme", "ana", loneSurrogate, null, List.of()))
                .isInstanceOf(Unidentified.class);
        assertThat(Caller.identify("acme", "ana", "bot", loneSurrogate, List.of()))
                .isInstanceOf(Unidentified.class);
        assertThat(Caller.identify("acme", "ana", "bot", null, List.of(loneSurrogate)))
                .isInstanceOf(Unidentified.class);
    }

    @Test
    void an_empty_team_is_none() {
        assertThat(Caller.identify("acme", "ana", "bot", "", List.of()))
                .isInstanceOfSatisfying(
                        Caller.class, known -> assertThat(known.team()).isNull());
    }
}
