package io.countersign.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyCommandTest {

    @TempDir
    private Path data;

    @Test
    void a_token_of_a_provider_is_shown_as_it_is_and_no_development_key_is_made() {
        var token = PolicyCommand.token(Map.of("COUNTERSIGN_TOKEN", "a.b.c\n", "COUNTERSIGN_DATA", data.toString()));

        assertThat(token).isEqualTo("a.b.c");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void without_one_it_is_a_token_of_the_development_issuer() {
        for (var none : new String[] {"", " "}) {
            var token = PolicyCommand.token(Map.of("COUNTERSIGN_TOKEN", none, "COUNTERSIGN_DATA", data.toString()));

            assertThat(token.split("\\.")).hasSize(3);
        }
    }
}
