package io.countersign.stack.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleFilesTest {

    @TempDir
    private Path temporary = Path.of("");

    @Test
    void files_become_one_stream_in_the_order_of_their_paths() throws IOException {
        write("rules/refunds.yaml", "kind: Rule\n");
        write("actions.yaml", "kind: Action\n---\nkind: Action");
        write("notes.txt", "not policy");

        assertThat(BundleFiles.read(temporary).stream()).isEqualTo("""
                        ---
                        # file: actions.yaml
                        kind: Action
                        ---
                        kind: Action
                        ---
                        # file: rules/refunds.yaml
                        kind: Rule
                        """);
    }

    @Test
    void a_file_that_begins_its_first_document_itself_gets_no_empty_one_before() throws IOException {
        write("a.yaml", "# what may be done\n\n---\nkind: Action\n");

        assertThat(BundleFiles.read(temporary).stream())
                .isEqualTo("# file: a.yaml\n# what may be done\n\n---\nkind: Action\n");
    }

    @Test
    void a_directory_without_policy_is_no_bundle() {
        assertThatThrownBy(() -> BundleFiles.read(temporary)).isInstanceOf(StackException.class);
        assertThatThrownBy(() -> BundleFiles.read(temporary.resolve("missing"))).isInstanceOf(StackException.class);
    }

    private void write(String name, String text) throws IOException {
        var file = temporary.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
