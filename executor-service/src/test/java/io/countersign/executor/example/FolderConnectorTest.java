package io.countersign.executor.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.executor.ApprovedActions;
import io.countersign.executor.RouteUnderTest;
import io.countersign.protocol.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderConnectorTest {

    @Test
    void a_connector_of_another_jar_is_found_by_its_name(@TempDir Path folder) throws Exception {
        try (var route = new RouteUnderTest("connector: folder\nfolder: " + folder, Map.of())) {
            var once = route.run(ApprovedActions.idempotent("{\"order\":\"A1\"}"));
            var twice = route.run(ApprovedActions.idempotent("{\"order\":\"A1\"}"));

            assertThat(once)
                    .isEqualTo(Result.succeeded("{\"file\":\"the-key.json\"}"))
                    .isEqualTo(twice);
            assertThat(folder.resolve("the-key.json")).hasContent("{\"order\":\"A1\"}");
        }
    }

    @Test
    void its_settings_are_as_strict_as_ours(@TempDir Path folder) {
        assertThatThrownBy(() -> new RouteUnderTest("connector: folder\nfolder: /nowhere", Map.of()))
                .hasMessage("routes.yaml: routes[0].folder: is no folder");
        assertThatThrownBy(() -> new RouteUnderTest("connector: folder\nfolder: " + folder + "\nmode: 1", Map.of()))
                .hasMessage("routes.yaml: routes[0].mode: is no known setting");
    }

    @Test
    void the_guide_shows_this_class_as_it_is() throws Exception {
        var here = Path.of(System.getProperty("user.dir"));
        var source =
                Files.readString(here.resolve("src/test/java/io/countersign/executor/example/FolderConnector.java"));

        assertThat(Files.readString(here.resolve("../docs/connectors.md"))).contains("```java\n" + source + "```");
    }
}
