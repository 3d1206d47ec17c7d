package io.countersign.policystream.replytopic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplyTopicsTest {

    @Test
    void each_tenant_has_its_own_and_no_other() {
        var topics = ReplyTopics.read("acme=acme.answers, acme = acme.more,a=b=globex.answers");

        assertThat(topics.allow("acme", "acme.answers")).isTrue();
        assertThat(topics.allow("acme", "acme.more")).isTrue();
        assertThat(topics.allow("a=b", "globex.answers")).isTrue();
        assertThat(topics.allow("acme", "globex.answers")).isFalse();
        assertThat(topics.allow("a=b", "acme.answers")).isFalse();
        assertThat(topics.allow("initech", "acme.answers")).isFalse();
        assertThat(topics.isEmpty()).isFalse();
    }

    @Test
    void without_a_list_nobody_has_any() {
        assertThat(ReplyTopics.none().isEmpty()).isTrue();
        assertThat(ReplyTopics.none().allow("acme", "acme.answers")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "acme                   | not tenant=topic: 'acme'",
                "=acme.answers          | not tenant=topic: '=acme.answers'",
                "acme=a,                | not tenant=topic: ''",
                "acme=                  | '' can be no topic",
                "acme=two words         | 'two words' can be no topic",
                "acme=..                | '..' can be no topic",
                "acme=intents.approved.x | 'intents.approved.x' is not for answers",
                "acme=policy.bundles    | 'policy.bundles' is not for answers",
                "acme=countersign-policy-stream-state-changelog | 'countersign-policy-stream-state-changelog' is not",
                "acme=__consumer_offsets | '__consumer_offsets' is not for answers",
            })
    void what_cannot_be_meant_ends_the_start(String text, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReplyTopics.read(text))
                .withMessageStartingWith(words);
    }
}
