package io.countersign.policystream.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The bundle in {@code policy/}, which the demo runs on. */
class DemoBundleTest {

    static String demo() throws IOException {
        try (var files = Files.list(Path.of("../policy"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(DemoBundleTest::withMarker)
                    .collect(Collectors.joining());
        }
    }

    private static String withMarker(Path file) {
        try {
            return "---\n# file: " + file.getFileName() + "\n" + Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void the_demo_bundle_is_valid_passes_its_own_tests_and_leaves_nothing_to_doubt() throws IOException {
        var bundle = Bundle.read(demo());

        assertThat(bundle).isInstanceOfSatisfying(Bundle.Loaded.class, loaded -> {
            assertThat(loaded.warnings()).isEmpty();
            assertThat(loaded.policy().actions())
                    .extracting(Action::name)
                    .containsExactly(
                            "db.delete",
                            "echo",
                            "inventory.sync",
                            "llm.chat",
                            "mail.forward",
                            "mail.read",
                            "mail.send",
                            "orders.read",
                            "orders.refund",
                            "payments.payout",
                            "reports.summarize",
                            "shipping.label");
        });
    }
}
