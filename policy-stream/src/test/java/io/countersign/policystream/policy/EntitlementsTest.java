package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.OPEN_REFUND;
import static io.countersign.policystream.policy.Bundles.loaded;
import static io.countersign.policystream.policy.Bundles.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
        assertThat(permitted(SessionStanding.NONE, "support")).containsExactly("echo", "nobodys", "orders.refund");
        assertThat(permitted(SessionStanding.NONE, "sales")).containsExactly("echo");
    }

    @Test
    void what_every_grant_wants_a_session_for_says_so() {
        var policy = loaded(stream(
                        OPEN_REFUND.replace("session: optional", "session: required"),
                        "kind: Action\nname: echo\neffect: read\nparameters: {}\n",
                        "kind: Grant\nname: some\nwho: \"true\"\nactions: [echo]\nsession: optional\n"))
                .policy();

        assertThat(policy.permitted(with("support"), SessionStanding.NONE, NOW))
                .extracting(each -> each.action().name(), Permission::needsSession)
                .containsExactly(tuple("echo", false), tuple("orders.refund", true));
    }

    @Test
    void in_a_session_it_is_what_both_the_session_and_a_grant_cover() {
        var refunds = new SessionStanding.Opened(List.of(new TaskGrant("orders.*", null), new TaskGrant("none", null)));

        assertThat(permitted(refunds, "support")).containsExactly("orders.refund");
        assertThat(permitted(refunds, "sales")).isEmpty();
        assertThat(permitted(SessionStanding.UNKNOWN, "support")).isEmpty();
    }

    @Test
    void a_sessions_conditions_are_told_unless_one_of_its_grants_has_none() {
        var small = new TaskGrant("orders.refund", "parameters.amount < 5.0");
        var counted = new TaskGrant("orders.*", "parameters.count == 1");

        assertThat(conditions(small, counted)).containsExactly("parameters.amount < 5.0", "parameters.count == 1");
        assertThat(conditions(small, small)).containsExactly("parameters.amount < 5.0");
        assertThat(conditions(small, new TaskGrant("*", null))).isEmpty();
    }

    @Test
    void a_budget_is_shown_once_to_those_it_is_for_if_its_limit_is_known() {
        var window = new Window(Instant.parse("2026-03-02T10:10:00Z"), Duration.ofMinutes(10));

        assertThat(POLICY.allowances(with("support"), NOW))
                .containsExactly(new Claim("b", Unit.REQUESTS, window, 7, 0));
        assertThat(POLICY.allowances(with("sales"), NOW)).isEmpty();
    }

    private static List<String> conditions(TaskGrant... grants) {
        var session = new SessionStanding.Opened(List.of(grants));
        return POLICY.permitted(with("support"), session, NOW).stream()
                .filter(each -> each.action().name().equals("orders.refund"))
                .findFirst()
                .orElseThrow()
                .when();
    }

    private static List<String> permitted(SessionStanding session, String role) {
        return POLICY.permitted(with(role), session, NOW).stream()
                .map(each -> each.action().name())
                .toList();
    }

    private static Principal with(String role) {
        return new Principal("acme", "ana", null, "assistant", List.of(role));
    }
}
