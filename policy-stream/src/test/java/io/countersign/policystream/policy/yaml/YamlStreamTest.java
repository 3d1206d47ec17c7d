package io.countersign.policystream.policy.yaml;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.MalformedJson;
import io.countersign.policystream.policy.yaml.Value.Members;
import io.countersign.policystream.policy.yaml.Value.Scalar;
import io.countersign.policystream.policy.yaml.Value.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlStreamTest {
    private final Findings findings = new Findings();
    private final FileMarkers files = new FileMarkers();

    @ParameterizedTest
    @CsvSource({
        "1, NUMBER",
        "-0.5, NUMBER",
        "1e2, NUMBER",
        "2.5E+10, NUMBER",
        "0, NUMBER",
        "0123, TEXT",
        "0x1F, TEXT",
        "1_000, TEXT",
        "12:30, TEXT",
        ".5, TEXT",
        "5., TEXT",
        "+5, TEXT",
        ".inf, TEXT",
        "true, TRUTH",
        "false, TRUTH",
        "True, TEXT",
        "yes, TEXT",
        "no, TEXT",
        "on, TEXT",
        "off, TEXT",
        "null, NULL",
        "~, NULL",
        "NULL, TEXT",
        "2026-01-05, TEXT",
        "'\"true\"', TEXT",
        "'\"5\"', TEXT",
        "=, TEXT"
    })
    void scalars_are_what_json_would_make_of_them(String scalar, Type type) {
        assertThat(scalar("a: " + scalar).type()).isEqualTo(type);
        assertThat(findings.clean()).isTrue();
    }

    @Test
    void nothing_is_nothing() {
        assertThat(scalar("a:").type()).isEqualTo(Type.NULL);
    }

    @Test
    void a_value_knows_the_line_of_the_stream_it_is_on() {
        var documents = read("a: 1\n---\n# a comment\nb:\n  c: |\n    some\n    text\n  d: x\n");

        var b = member(documents.get(1), "b");
        assertThat(requireNonNull(((Members) documents.get(1)).members().get("b"))
                        .line())
                .isEqualTo(4);
        assertThat(member(b, "c")).isEqualTo(new Scalar(5, 6, Type.TEXT, "some\ntext\n"));
        assertThat(member(b, "d")).isEqualTo(new Scalar(8, 8, Type.TEXT, "x"));
    }

    @Test
    void empty_documents_are_left_out() {
        assertThat(read("---\n---\n# nothing\n---\na: 1\n---\n")).hasSize(1);
        assertThat(read("")).isEmpty();
        assertThat(findings.clean()).isTrue();
    }

    @Test
    void a_mistake_in_one_document_does_not_hide_those_in_others() {
        var documents = read("a: [1\n---\nb: 1\n---\nc: 'x\n---\nd: 4\n");

        assertThat(documents).hasSize(2);
        assertThat(findings.problems()).extracting(Findings.Finding::line).containsExactly(2, 6);
    }

    @Test
    void windows_line_ends_are_line_ends() {
        var documents = read("a: 1\r\n---\r\nb: 2\r\n");

        assertThat(documents).extracting(Value::line).containsExactly(1, 3);
    }

    @Test
    void a_name_that_is_there_twice_is_a_problem_on_its_second_line() {
        read("a: 1\nb: 2\na: 3\n");

        assertThat(problems()).containsExactly("3: 'a' is there twice");
    }

    @Test
    void aliases_are_refused_before_they_can_multiply() {
        read("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n");

        assertThat(problems()).containsExactly("2: not YAML: aliases (*name) are not supported, write the value out");
    }

    @Test
    void merge_keys_are_refused() {
        read("a:\n  <<: {b: 1}\n");

        assertThat(problems()).containsExactly("2: merge keys (<<) are not supported, write the values out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a: !!binary aGk=", "a: !!java.net.URL x", "a: !mine {b: 1}", "a: !!set {b}", "a: !!int five"})
    void tags_that_json_does_not_have_are_refused(String yaml) {
        read(yaml);

        assertThat(problems()).hasSize(1).first().asString().containsPattern("(?i)tag.* not (supported|allowed)");
    }

    @Test
    void a_list_as_a_name_is_refused() {
        read("? [a, b]\n: 1\n");

        assertThat(problems()).containsExactly("1: a name must be a text, not a list or a map");
    }

    @Test
    void nesting_is_bounded() {
        assertThat(read("[".repeat(60) + "]".repeat(60))).hasSize(1);
        assertThat(findings.clean()).isTrue();

        read("[".repeat(60_000));

        assertThat(problems())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("1: not YAML: ")
                .contains("Nesting");
    }

    @Test
    void lines_are_bounded() {
        assertThat(read("a: '" + "x".repeat(YamlStream.LINE - 5) + "'\n")).hasSize(1);
        assertThat(findings.clean()).isTrue();

        read("b: 1\na: '" + "x".repeat(YamlStream.LINE - 4) + "'\n");

        assertThat(problems()).containsExactly("2: the line is longer than 65536 characters");
    }

    @Test
    void characters_that_yaml_forbids_are_a_problem_on_their_line() {
        read("a: 1\nb: \u0007\n");

        assertThat(problems()).containsExactly("2: not YAML: a character that is not allowed");
    }

    @Test
    void a_file_marker_names_the_file_of_the_lines_after_it() {
        read("a: 1\n---\n# file: 10-orders.yaml\nb: 2\nc: 3\n---\n# file: 20-mail.yaml\nd: 4\n");

        assertThat(files.file(1)).isNull();
        assertThat(files.line(1)).isEqualTo(1);
        assertThat(files.file(5)).isEqualTo("10-orders.yaml");
        assertThat(files.line(5)).isEqualTo(2);
        assertThat(files.file(8)).isEqualTo("20-mail.yaml");
        assertThat(files.line(8)).isEqualTo(1);
    }

    @Test
    void values_are_json_under_the_rules_for_json_from_agents() throws MalformedJson {
        var value = read("a: [1, 2.5, 1e2, text, true, null, {'b \"c\\': x}]").getFirst();

        assertThat(ValueJson.read(value)).hasToString("{\"a\":[1,2.5,100,\"text\",true,null,{\"b \\\"c\\\\\":\"x\"}]}");
        assertThat(findings.clean()).isTrue();
    }

    @Test
    void more_problems_than_anybody_reads_are_not_told() {
        for (int line = 1; line <= Findings.TOLD + 7; line++) {
            findings.problem(line, "wrong");
        }

        assertThat(findings.problems()).hasSize(Findings.TOLD + 1);
        assertThat(findings.problems().getLast().message()).isEqualTo("and more");
    }

    private List<Value> read(String yaml) {
        return YamlStream.documents(yaml, findings, files);
    }

    private Scalar scalar(String yaml) {
        return (Scalar) member(read(yaml).getFirst(), "a");
    }

    private static Value member(Value map, String name) {
        return requireNonNull(((Members) map).members().get(name)).value();
    }

    private List<String> problems() {
        return findings.problems().stream()
                .map(found -> found.line() + ": " + found.message())
                .toList();
    }
}
