package io.countersign.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimNamesTest {
    private final JwtClaims claims = new JwtClaims();

    @Test
    void our_own_names_change_nothing() {
        say(Map.of("tenant", "acme", "sub", "ana", "azp", "bot", "team", "care", "groups", List.of("support"), "x", 1));

        ClaimNames.OWN.translate(claims);

        assertThat(claims.getClaimsMap())
                .isEqualTo(Map.of(
                        "tenant",
                        "acme",
                        "sub",
                        "ana",
                        "azp",
                        "bot",
                        "team",
                        "care",
                        "groups",
                        List.of("support"),
                        "x",
                        1));
    }

    @Test
    void a_claim_that_only_looks_like_ours_is_not_believed() {
        say(Map.of("tenant", "of somebody's making", "azp", "another", "groups", List.of("countersign-operator")));

        new ClaimNames("org", "sub", "client_id", "team", "roles").translate(claims);

        assertThat(claims.getClaimsMap()).isEmpty();
    }

    @Test
    void names_that_cross_are_each_read_before_any_is_written() {
        say(Map.of("sub", "one", "azp", "two"));

        new ClaimNames("tenant", "azp", "sub", "team", "groups").translate(claims);

        assertThat(claims.getClaimsMap()).isEqualTo(Map.of("sub", "two", "azp", "one"));
    }

    @Test
    void dots_lead_into_members_unless_they_are_part_of_the_name() {
        say(Map.of(
                "https://acme.example/tenant",
                "acme",
                "resource_access",
                Map.of("countersign", Map.of("roles", List.of("support")))));

        new ClaimNames("https://acme.example/tenant", "sub", "azp", "team", "resource_access.countersign.roles")
                .translate(claims);

        assertThat(claims.getClaimValue("tenant")).isEqualTo("acme");
        assertThat(claims.getClaimValue("groups")).isEqualTo(List.of("support"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resource_access.other.roles", "resource_access.roles.deeper", "resource_access.", "."})
    void a_path_that_leads_nowhere_says_nothing(String path) {
        say(Map.of("resource_access", Map.of("roles", List.of("support"))));

        new ClaimNames("tenant", "sub", "azp", "team", path).translate(claims);

        assertThat(claims.hasClaim("groups")).isFalse();
    }

    @Test
    void groups_that_are_one_text_are_its_words() {
        say(Map.of("groups", "support finance"));

        ClaimNames.OWN.translate(claims);

        assertThat(claims.getClaimValue("groups")).isEqualTo(List.of("support", "finance"));
    }

    @Test
    void a_claim_has_a_name() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClaimNames("tenant", " ", "azp", "team", "groups"));
    }

    private void say(Map<String, Object> said) {
        said.forEach(claims::setClaim);
    }
}
