package io.countersign.intake.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.door.identity.Caller;
import io.countersign.submission.Submission;
import io.countersign.submission.WhenOverBudget;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NewIntentTest {
    private static final Owner ANA = new Owner("acme", "ana");

    @Test
    void the_same_key_of_the_same_agent_makes_the_same_id() {
        var first = named(ANA, "bot", "key-1");

        assertThat(named(ANA, "bot", "key-1").id()).isEqualTo(first.id());
        assertThat(named(ANA, "bot", "key-2").id()).isNotEqualTo(first.id());
        assertThat(named(ANA, "other", "key-1").id()).isNotEqualTo(first.id());
        assertThat(named(new Owner("acme", "bob"), "bot", "key-1").id()).isNotEqualTo(first.id());
        assertThat(first.id()).matches(IntentIds::isValid);
    }

    @Test
    void without_a_key_the_id_is_a_fresh_one() {
        assertThat(named(ANA, "bot", null).id()).isEqualTo("fresh");
    }

    @Test
    void a_nonce_has_32_bytes_and_is_not_shown() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new NewIntent("id", caller(ANA, "bot"), submission(null), new byte[31], Instant.EPOCH));
        assertThat(named(ANA, "bot", null).toString()).isEqualTo("NewIntent[fresh of acme/ana]");
    }

    private static NewIntent named(Owner owner, String agent, @Nullable String key) {
        return NewIntent.of(caller(owner, agent), submission(key), () -> "fresh", new byte[32], Instant.EPOCH);
    }

    private static Caller caller(Owner owner, String agent) {
        return new Caller(owner, agent, null, List.of());
    }

    private static Submission submission(@Nullable String key) {
        return new Submission("echo", "{}", null, null, null, 0, null, false, null, WhenOverBudget.REJECT, key);
    }
}
