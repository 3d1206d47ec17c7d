package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.OPEN_REFUND;
import static io.countersign.policystream.policy.Bundles.loaded;
import static io.countersign.policystream.policy.Bundles.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.budget.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody may do and spend, before they ask for anything. */
class EntitlementsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:19:59.999Z");
    private static final Policy POLICY = loaded(
                    stream(
                            OPEN_REFUND.replace("who: \"true\"", "who: \"'support' in principal.roles\""),
                            "kind: Action\nname: echo\neffect: read\nparameters: {}\n",
                            "kind: Action\nname: nobodys\neffect: read\nparameters: {}\n",
                            "kind: Grant\nname: some\nwho: \"parameters.vip || 'finance' in principal.roles\"\nactions: [echo]\n",
                            "kind: Budget\nname: b\nwho: \"'support' in principal.roles\"\nactions: ['*']\nunit: requests\nwindow: 10m\nlimit: 7\n",
                            "kind: Budget\nname: a\nactions: [echo]\nunit: requests\nwindow: 1h\nlimit: size(parameters.list)\n"))
            .policy();

    @Test
    void what_no_grant_is_for_may_not_be_asked() {
        assertThat(POLICY.permitted(with("support"), NOW))
                .extracting(Action::name)
                .containsExactly("echo", "nobodys", "orders.refund");
        assertThat(POLICY.permitted(with("sales"), NOW))
                .extracting(Action::name)
                .containsExactly("echo");
    }

    @Test
    void a_budget_is_shown_once_to_those_it_is_for_if_its_limit_is_known() {
        var window = new Window(Instant.parse("2026-03-02T10:10:00Z"), Duration.ofMinutes(10));

        assertThat(POLICY.allowances(with("support"), NOW))
                .containsExactly(new Claim("b", Unit.REQUESTS, window, 7, 0));
        assertThat(POLICY.allowances(with("sales"), NOW)).isEmpty();
    }

    private static Principal with(String role) {
        return new Principal("acme", "ana", null, "assistant", List.of(role));
    }
}
