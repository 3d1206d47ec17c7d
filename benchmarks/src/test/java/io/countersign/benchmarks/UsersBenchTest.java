package io.countersign.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.countersign.benchmarks.broker.SyntheticPolicy;
import io.countersign.benchmarks.users.UsersBench;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class UsersBenchTest {

    @Test
    void every_user_is_decided_about_and_what_is_kept_of_each_is_told_by_kind() throws Exception {
        var told = new ByteArrayOutputStream();

        boolean well = UsersBench.run(new Results(new PrintStream(told, true, StandardCharsets.UTF_8)), 400);

        var results = results(told.toString(StandardCharsets.UTF_8));
        assertThat(well).isTrue();
        assertThat(results)
                .containsEntry("policy-users_synthetic", 400.0)
                .containsKeys("policy-users-first-200_synthetic", "policy-users-last-200_synthetic")
                .allSatisfy((name, value) -> assertThat(value).isNotNegative());
        assertThat(results.get("policy-user-disk_synthetic")).isPositive();
        double byKind = results.entrySet().stream()
                .filter(each -> each.getKey().startsWith("policy-user-state-"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        assertThat(results.get("policy-user-state_synthetic")).isNotNull().isCloseTo(byKind, within(0.1));
        assertThat(results.get("policy-user-state-intent_synthetic")).isPositive();
        assertThat(SyntheticPolicy.budgets())
                .allSatisfy(budget -> assertThat(results.get("policy-user-window-" + budget + "_synthetic"))
                        .isBetween(1.0, byKind / 3));
    }

    private static Map<String, Double> results(String told) {
        return told.lines()
                .filter(line -> line.startsWith("RESULT "))
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[1], words -> Double.valueOf(words[2])));
    }
}
