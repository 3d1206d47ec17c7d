package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.admitted;
import static io.countersign.policystream.policy.Bundles.loaded;
import static io.countersign.policystream.policy.Bundles.problems;
import static io.countersign.policystream.policy.Bundles.question;
import static io.countersign.policystream.policy.Bundles.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A decision looks at the documents that concern its action, and at no others. */
class IndexTest {

    @Test
    void of_ten_thousand_rules_over_a_thousand_actions_a_decision_sees_its_ten() {
        var yaml = new StringBuilder("kind: Grant\nname: all\nwho: true\nactions: ['*']\nsession: optional\n");
        IntStream.range(0, 1_000).forEach(action -> yaml.append(action("a" + action)));
        IntStream.range(0, 10_000)
                .forEach(rule -> yaml.append("---\nkind: Rule\nname: r" + rule + "\nverdict: hold\nactions: [a"
                        + rule % 1_000 + "]\nwhen: parameters.n > " + rule + "\n"));

        var policy = (CompiledPolicy) loaded(yaml.toString()).policy();

        for (int action : List.of(0, 7, 999)) {
            assertThat(policy.of("a" + action).orElseThrow().rules())
                    .extracting(Rule::name)
                    .containsExactlyElementsOf(IntStream.range(0, 10)
                            .mapToObj(round -> "r" + (action + 1_000 * round))
                            .toList());
        }
        assertThat(admitted(policy.judge(question("a7", "{\"n\":2008}"))).reasons())
                .extracting(Reason::rule)
                .containsExactly("r7", "r1007", "r2007");
    }

    @Test
    void globs_are_written_out_when_the_bundle_is_read_and_a_document_counts_once() {
        var policy = (CompiledPolicy) loaded(stream(
                        action("orders.refund").substring(4),
                        action("orders.items.add").substring(4),
                        action("mail.send").substring(4),
                        "kind: Rule\nname: r\nverdict: reject\nactions: ['orders.*', orders.refund, '*']\n",
                        "kind: Grant\nname: g\nwho: true\nactions: ['*.send', 'orders.*']\nsession: optional\n",
                        "kind: Budget\nname: b\nunit: requests\nwindow: 1m\nlimit: 1\nactions: ['*s.*d*']\n"))
                .policy();

        assertThat(policy.of("orders.refund").orElseThrow().rules()).hasSize(1);
        assertThat(policy.of("orders.items.add").orElseThrow().rules()).hasSize(1);
        assertThat(policy.of("mail.send").orElseThrow().grants()).hasSize(1);
        assertThat(policy.of("mail.send").orElseThrow().budgets()).isEmpty();
        assertThat(policy.of("orders.items.add").orElseThrow().budgets()).hasSize(1);
    }

    @Test
    void the_catalogue_is_ordered_by_name() {
        var policy = loaded(stream(
                        action("b").substring(4),
                        action("a.b").substring(4),
                        action("a").substring(4)))
                .policy();

        assertThat(policy.actions()).extracting(Action::name).containsExactly("a", "a.b", "b");
    }

    @Test
    void more_links_than_memory_should_hold_are_a_problem() {
        var yaml = new StringBuilder("# many\n");
        IntStream.range(0, 900).forEach(action -> yaml.append(action("a" + action)));
        IntStream.range(0, 3_334)
                .forEach(
                        rule -> yaml.append("---\nkind: Rule\nname: r" + rule + "\nverdict: reject\nactions: ['*']\n"));

        assertThat(problems(yaml.toString()))
                .filteredOn(problem -> !problem.contains("and more"))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem)
                        .contains("links documents and actions more than " + Linker.LINKS + " times"));
    }

    private static String action(String name) {
        return "---\nkind: Action\nname: " + name
                + "\nparameters: {type: object, required: [n], properties: {n: {type: number}}}\n";
    }
}
