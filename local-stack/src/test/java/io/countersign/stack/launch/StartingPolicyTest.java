package io.countersign.stack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.stack.policy.BundleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartingPolicyTest {

    private static final String OPERATORS = "kind: Action\nname: operators.own\n";

    @TempDir
    private Path directory = Path.of("");

    private String ours = "";
    private final List<String> told = new ArrayList<>();
    private final List<String> pushed = new ArrayList<>();

    @BeforeEach
    void writeABundle() throws IOException {
        Files.writeString(directory.resolve("a.yaml"), "kind: Action\n");
        ours = BundleFiles.read(directory).stream();
    }

    @Test
    void a_policy_that_an_operator_pushed_outlives_a_start() throws IOException {
        start(StartingPolicy.ifNone(directory), OPERATORS);

        assertThat(pushed).isEmpty();
        assertThat(told)
                .containsExactly("policy %s stays in force; it is not what %s says, which --policy would push"
                        .formatted(PolicyServer.version(OPERATORS), directory));
    }

    @Test
    void a_policy_that_is_the_directorys_own_is_not_pushed_again() throws IOException {
        start(StartingPolicy.ifNone(directory), ours);

        assertThat(pushed).isEmpty();
        assertThat(told).containsExactly("policy %s stays in force".formatted(PolicyServer.version(ours)));
    }

    @Test
    void where_there_is_none_the_directorys_is_pushed_until_every_partition_decides_by_it() throws IOException {
        start(StartingPolicy.ifNone(directory), null);

        assertThat(pushed).containsExactly(ours, ours);
        assertThat(told).containsExactly("policy %s is in force".formatted(PolicyServer.version(ours)));
    }

    @Test
    void a_bundle_that_is_required_takes_the_place_of_another_and_says_of_which() throws IOException {
        start(StartingPolicy.always(directory), OPERATORS);

        assertThat(pushed).isNotEmpty().containsOnly(ours);
        assertThat(told)
                .containsExactly(
                        "policy %s was in force; that of %s takes its place"
                                .formatted(PolicyServer.version(OPERATORS), directory),
                        "policy %s is in force".formatted(PolicyServer.version(ours)));
    }

    @Test
    void a_bundle_that_is_required_and_in_force_replaces_nothing() throws IOException {
        start(StartingPolicy.always(directory), ours);

        assertThat(told).containsExactly("policy %s is in force".formatted(PolicyServer.version(ours)));
    }

    @Test
    void without_a_directory_there_is_no_policy_and_what_is_in_force_stays() throws IOException {
        var nowhere = directory.resolve("nowhere");

        start(StartingPolicy.ifNone(nowhere), null);
        start(StartingPolicy.ifNone(nowhere), OPERATORS);

        assertThat(pushed).isEmpty();
        assertThat(told).first().isEqualTo("no policy: there is no directory " + nowhere);
        assertThat(told)
                .last()
                .asString()
                .startsWith("policy %s stays in force".formatted(PolicyServer.version(OPERATORS)));
    }

    private void start(StartingPolicy policy, @Nullable String inForce) throws IOException {
        try (var server = new PolicyServer(inForce)) {
            policy.takeEffect(server.client(), told::add);
            pushed.addAll(server.pushed);
        }
    }
}
