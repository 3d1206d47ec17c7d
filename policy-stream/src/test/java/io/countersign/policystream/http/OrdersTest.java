package io.countersign.policystream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countersign.contract.Code;
import io.countersign.contract.Limits;
import io.countersign.door.ProblemException;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What stands under a key must be short enough to be named in the address that ends it. */
final class OrdersTest {

    @Test
    void a_freeze_names_a_tenant_or_an_action_that_there_can_be() {
        var tenant = "tenant/" + "t".repeat(254);
        var action = "action/" + "a".repeat(Limits.ACTION_NAME_LENGTH);

        assertThat(freeze(tenant).scope()).isEqualTo(tenant);
        assertThat(freeze(action).scope()).isEqualTo(action);
        refuses(() -> freeze(tenant + "t"));
        refuses(() -> freeze(action + "a"));
        refuses(() -> freeze("tenant/" + "t".repeat(500_000)));
    }

    @Test
    void an_override_names_a_budget_and_an_owner_that_there_can_be() {
        var budget = "b".repeat(Limits.ACTION_NAME_LENGTH);
        var tenant = "t".repeat(254);

        assertThat(override(budget, tenant, "u").owner().tenant()).isEqualTo(tenant);
        refuses(() -> override(budget + "b", tenant, "u"));
        refuses(() -> override(budget, tenant + "t", "u"));
        refuses(() -> override(budget, tenant, "uu"));
    }

    private static FreezeOrder freeze(String scope) {
        return FreezeOrder.read(bytes("{\"scope\":\"%s\",\"reason\":\"a drill\"}".formatted(scope)));
    }

    private static OverrideOrder override(String budget, String tenant, String user) {
        return OverrideOrder.read(
                bytes("{\"budget\":\"%s\",\"tenant\":\"%s\",\"user\":\"%s\",\"limit\":1,\"reason\":\"a drill\"}"
                        .formatted(budget, tenant, user)));
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static void refuses(ThrowingCallable order) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(order)
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo(Code.MALFORMED.name()));
    }
}
