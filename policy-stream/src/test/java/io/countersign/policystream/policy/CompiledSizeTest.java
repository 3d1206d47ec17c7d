package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.policy.expression.CompiledSize;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is compiled of a bundle is bounded: what is at the bound is accepted, and one part more names what is too much. */
class CompiledSizeTest {
    private static final String ACTION = "kind: Action\nname: a\nparameters: {}\n";

    /** A schema without a member is one value, and a grant's {@code who} is a constant: an expression and its node. */
    private static final int OF_ACTION_AND_GRANT = 2 + 2;

    private static final String GRANT = "---\nkind: Grant\nname: g\nwho: \"true\"\nactions: [a]\n";

    /** So much text that little room is left for what is compiled. */
    private static final String LONG = ("#".repeat(999) + "#\n").repeat(15_000);

    /** What most rules here have. */
    private static final int OF_RULE = 25;

    @Test
    void one_part_more_than_there_is_room_for_is_refused_with_its_file_line_and_expression() {
        var full = new StringBuilder(LONG + ACTION + GRANT);
        int parts = OF_ACTION_AND_GRANT;
        for (int number = 0; parts + full.length() / 200 < CompiledSize.MOST - 2 * OF_RULE; number++) {
            full.append("---\n").append(rule("r" + number, "parameters.y" + number, OF_RULE - 1));
            parts += OF_RULE;
        }
        full.append("---\n# file: last.yaml\n");
        // the last rule is less than 200 characters long
        int text = (full.length() + 400) / 200;
        var padding = "#".repeat(text * 200 - full.length() - 2) + "#\n";
        int left = CompiledSize.MOST - parts - text;

        assertThat(problems(full + padding + rule("last", "parameters", left))).isEmpty();

        var tooLarge = full + padding + rule("last", "parameters", left + 1);
        assertThat(problems(tooLarge)).hasSize(1);

        var bundle = Bundle.read(tooLarge + "---\n" + rule("after", "parameters.z", OF_RULE));

        assertThat(bundle).isInstanceOf(Bundle.Invalid.class);
        // what comes behind it is not told of: it may well be right
        assertThat(((Bundle.Invalid) bundle).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("last.yaml");
            assertThat(problem.message())
                    .startsWith("rule last: when: ")
                    .contains("more than " + CompiledSize.MOST + " parts");
            assertThat(problem.line()).isEqualTo(6);
        });
    }

    @Test
    void what_differs_in_literals_only_counts_once() {
        var alike = IntStream.range(0, 15_000)
                .mapToObj(number -> rule(number, "parameters.x > " + number))
                .collect(Collectors.joining());

        assertThat(problems(ACTION + GRANT + alike)).isEmpty();
    }

    @Test
    void lists_of_literals_are_bounded_whatever_they_share() {
        assertThat(problems(LONG + ACTION + GRANT + lists(100))).isEmpty();
        assertThat(problems(LONG + ACTION + GRANT + lists(140)))
                .singleElement()
                .asString()
                .contains("parts");
    }

    /** Each has 1,600 items, which are 160 parts. */
    private static String lists(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> rule(number, "parameters.x in [" + (1_000 + number) + ",1000".repeat(1_599) + "]"))
                .collect(Collectors.joining());
    }

    @Test
    void schemas_are_bounded_each_text_once() {
        var properties =
                IntStream.range(0, 400).mapToObj(name -> "p" + name + ": {}").toList();

        assertThat(problems(actions(180, properties, false))).isEmpty();
        assertThat(problems(actions(200, properties, true)))
                .singleElement()
                .asString()
                .contains("parameters: with it, what is compiled of the bundle");
    }

    private static String actions(int count, List<String> properties, boolean different) {
        return IntStream.range(0, count)
                .mapToObj(number -> "---\nkind: Action\nname: a" + number + "\nparameters: {properties: {q"
                        + (different ? number : 0) + ": {}, " + String.join(", ", properties) + "}}\n")
                .collect(Collectors.joining());
    }

    /** A rule of so many parts: an expression, a call with a constant, and on the other side a field of a field. */
    private static String rule(String name, String root, int parts) {
        return "kind: Rule\nname: " + name + "\nactions: [a]\nverdict: reject\nwhen: " + root + ".f".repeat(parts - 4)
                + " == true\n";
    }

    private static String rule(int number, String when) {
        return "---\nkind: Rule\nname: r" + number + "\nactions: [a]\nverdict: reject\nwhen: " + when + "\n";
    }
}
