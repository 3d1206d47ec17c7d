package io.countersign.stack.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.stack.StackException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BundleDiffTest {

    private static final String BEFORE = """
            # file: actions.yaml
            kind: Action
            name: orders.refund
            parameters: {type: object}
            ---
            # file: rules.yaml
            kind: Rule
            name: large
            when: parameters.amount > 100
            verdict: reject
            ---
            kind: Rule
            name: old
            when: "true"
            """;

    @Test
    void documents_are_compared_by_kind_and_name() {
        var after = """
                kind: Action
                name: orders.refund
                parameters: {type: object}
                ---
                kind: Rule
                name: large
                when: parameters.amount > 50
                verdict: reject
                ---
                kind: Grant
                name: old
                who: "true"
                """;

        assertThat(BundleDiff.between(BEFORE, after).differences())
                .extracting(BundleDiff.Difference::toString)
                .containsExactly("added   Grant old", "changed Rule large", "removed Rule old");
    }

    @Test
    void layout_comments_and_the_order_of_documents_and_members_are_no_difference() {
        var after = """
                ---
                # file: all.yaml
                {kind: Rule, when: "true", name: old}
                ---
                ---
                verdict: "reject"   # as before
                name: large
                kind: Rule
                when: parameters.amount > 100
                ---
                kind: Action
                name: orders.refund
                parameters:
                  type: object
                """;

        assertThat(BundleDiff.between(BEFORE, after).differences()).isEmpty();
    }

    @Test
    void answers_without_names_are_called_after_their_places_and_their_order_is_a_difference() {
        var hours = "kind: Answer\naction: llm.chat\nmatch: model == 'a'\nresult: hours\n";
        var prices = "kind: Answer\naction: llm.chat\nname: prices\nmatch: model == 'b'\nresult: prices\n";
        var other = "kind: Answer\naction: orders.read\nmatch: model == 'a'\nresult: hours\n";

        assertThat(differences(hours, hours + "---\n" + other)).containsExactly("added   Answer orders.read/1");
        assertThat(differences(hours, hours.replace("result: hours", "result: later")))
                .containsExactly("changed Answer llm.chat/1");
        assertThat(differences(hours + "---\n" + prices, prices + "---\n" + hours))
                .containsExactly("removed Answer llm.chat/1", "added   Answer llm.chat/2", "changed Answer prices");
        assertThat(differences(other + "---\n" + prices, prices + "---\n" + other))
                .isEmpty();
    }

    private static List<String> differences(String before, String after) {
        return BundleDiff.between(before, after).differences().stream()
                .map(BundleDiff.Difference::toString)
                .toList();
    }

    @Test
    void a_second_document_of_the_same_name_is_a_difference() {
        var twice = BEFORE + "---\nkind: Rule\nname: old\nwhen: \"true\"\n";

        assertThat(BundleDiff.between(BEFORE, twice).differences())
                .containsExactly(new BundleDiff.Difference(BundleDiff.Change.CHANGED, "Rule old"));
    }

    @Test
    void what_is_not_yaml_is_told() {
        assertThatThrownBy(() -> BundleDiff.between(BEFORE, "kind: {"))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("not YAML");
    }

    @Test
    void a_bundle_may_be_large() {
        var large = BEFORE + "---\nkind: Rule\nname: large-text\nwhen: |\n"
                + ("  " + "x".repeat(1_000) + "\n").repeat(5_000);

        assertThat(BundleDiff.between(large, BEFORE).differences())
                .containsExactly(new BundleDiff.Difference(BundleDiff.Change.REMOVED, "Rule large-text"));
    }
}
