package io.countersign.door.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoPersonTest {
    private static final Path BUNDLE = Path.of("..", "policy");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Of the repository's own bundle. */
    record Clause(String rule, Set<String> groups, int quorum) {}

    @ParameterizedTest
    @MethodSource("clauses")
    void whatever_the_demo_bundle_holds_the_people_of_the_sign_in_page_can_decide(Clause clause) {
        var voters = Arrays.stream(DemoPerson.values())
                .filter(person -> person.roles().contains("countersign-reviewer"))
                .filter(person ->
                        clause.groups().isEmpty() || person.roles().stream().anyMatch(clause.groups()::contains))
                .map(DemoPerson::user)
                .distinct();

        assertThat(voters).hasSizeGreaterThanOrEqualTo(clause.quorum());
    }

    @Test
    void the_demo_bundle_holds_something_for_one_group_at_least_and_for_two_people() {
        assertThat(clauses()).anyMatch(clause -> !clause.groups().isEmpty()).anyMatch(clause -> clause.quorum() > 1);
    }

    @Test
    void every_person_of_the_page_can_be_chosen() {
        for (var person : DemoPerson.values()) {
            assertThat(DemoPerson.named(person.slug())).contains(person);
        }
    }

    static List<Clause> clauses() {
        try (Stream<Path> files = Files.list(BUNDLE)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .flatMap(file -> documents(file).stream())
                    .filter(document -> document.path("kind").asText().equals("Rule") && document.has("approval"))
                    .map(DemoPersonTest::clause)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Clause clause(JsonNode rule) {
        var approval = rule.path("approval");
        var groups = StreamSupport.stream(approval.path("groups").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return new Clause(
                rule.path("name").asText(),
                Set.copyOf(groups),
                approval.path("quorum").asInt(1));
    }

    private static List<JsonNode> documents(Path file) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
