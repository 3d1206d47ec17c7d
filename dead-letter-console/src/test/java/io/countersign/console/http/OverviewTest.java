package io.countersign.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.console.DeskFixture;
import io.countersign.console.StackResource;
import io.countersign.console.desk.Category;
import io.countersign.console.desk.View;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.SideEffect;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class OverviewTest extends DeskFixture {
    private static final Pattern CELL =
            Pattern.compile("<td class=\"number[^\"]*\"><a [^>]*href=\"/letters([^\"]*)\">([0-9,]+)</a></td>");
    private static final Pattern TILE =
            Pattern.compile("<a class=\"tile[^>]*href=\"/letters([^\"]*)\">\\s*<span class=\"count\">([0-9,]+)<");

    @Test
    void the_counts_are_a_partition_of_the_letters_and_each_links_to_exactly_these() {
        arrive();

        var page = as(reviewer()).accept("text/html").get("/").asString();

        var cells = counts(CELL, page);
        var tiles = counts(TILE, page);
        assertThat(cells).hasSize((Category.values().length + 1) * (View.PARTS.size() + 1));
        assertThat(tiles).hasSize(Category.values().length);
        cells.forEach((query, count) ->
                assertThat(listed(query)).as("list behind " + query).isEqualTo(count));
        tiles.forEach((query, count) ->
                assertThat(listed(query)).as("list behind tile " + query).isEqualTo(count));
        var all = cells.get("?view=all");
        assertThat(all).isEqualTo(7);
        assertThat(sum(cells, "view=(waiting|moving|ended|budget|closed)&category=[A-Z]+"))
                .isEqualTo(all);
        assertThat(sum(cells, "view=(waiting|moving|ended|budget|closed)")).isEqualTo(all);
        assertThat(sum(cells, "view=all&category=[A-Z]+")).isEqualTo(all);
        assertThat(sum(tiles, "category=[A-Z]+"))
                .isEqualTo(sum(cells, "view=(waiting|moving|ended)"))
                .isEqualTo(5);
    }

    @Test
    void a_refused_letter_that_waits_is_counted_among_those_that_wait() {
        arrive();

        assertThat(listed("?view=waiting&category=REJECTED")).isEqualTo(1);
        assertThat(listed("?view=ended&category=REJECTED")).isEqualTo(1);
        assertThat(listed("?view=budget")).isEqualTo(1);
        assertThat(listed("?view=closed")).isEqualTo(1);
        assertThat(listed("?view=moving")).isEqualTo(1);
    }

    @Test
    void each_reviewer_is_told_what_waits_for_them_and_that_is_what_the_rules_say() {
        var stories = List.of(
                refund().held(),
                refund().approval(1, "finance").held(),
                refund().approval(1, "ops", "legal").held(),
                refund().approval(2, "finance").held(),
                refund().dead(),
                refund().dead().becomes("RETRYING"),
                refund().because("RULE", "never", "no")
                        .becomes("REJECTED")
                        .letter(LetterCategory.REJECTED, SideEffect.NONE));
        broker.letter(null, Letters.of(tenant, "executor", LetterCategory.REJECTED, "SIGNATURE_INVALID"));
        await().atMost(SOON).until(() -> listed("?view=all") == 8 && listed("?view=moving") == 1);
        var twice = stories.get(3);
        broker.answer(review -> Optional.of(twice.voted(review).accept(review)));
        assertThat(review(reviewer(), letter(twice), "APPROVE", "").statusCode())
                .isEqualTo(200);

        var people = Map.of(
                token("rita", "countersign-reviewer", "finance"), 4L,
                token("fred", "countersign-reviewer", "finance"), 5L,
                token("olga", "countersign-reviewer", "ops"), 4L,
                token("nina", "countersign-reviewer"), 3L,
                token("ana", "countersign-reviewer", "finance"), 1L,
                token("refund-bot", "countersign-reviewer", "finance"), 1L,
                token("audrey", "countersign-auditor"), 0L);

        people.forEach((person, count) -> {
            var mine = as(person).get("/v1/letters?for=me").jsonPath();
            assertThat(mine.getLong("counts.total")).isEqualTo(count);
            assertThat(mine.getList("items")).hasSize(count.intValue());
            assertThat(as(person).get("/v1/overview").jsonPath().getLong("forCaller"))
                    .isEqualTo(count);
        });
        assertThat(as(reviewer()).accept("text/html").get("/").asString())
                .contains(
                        "<a href=\"/letters?view=waiting&amp;for=me\">4 letters</a> wait for you.",
                        ">6 to decide</a> (4 of them by you)");
    }

    /** One of each kind of standing, and one more that waits. */
    private void arrive() {
        refund().held();
        refund().dead();
        refund().dead().becomes("RETRYING");
        refund().held().becomes("APPROVED").attempt().becomes("RUNNING").becomes("SUCCEEDED");
        refund().because("RULE", "never", "never").becomes("REJECTED").letter(LetterCategory.REJECTED, SideEffect.NONE);
        refund().because("OVER_BUDGET", "chat-tokens", "0 left")
                .becomes("REJECTED")
                .letter(LetterCategory.REJECTED, SideEffect.NONE);
        broker.letter(null, Letters.of(tenant, "executor", LetterCategory.REJECTED, "SIGNATURE_INVALID"));
        await().atMost(SOON)
                .until(() -> listed("?view=all") == 7 && listed("?view=closed") == 1 && listed("?view=moving") == 1);
    }

    private long listed(String query) {
        var page = as(reviewer()).get("/v1/letters" + query).jsonPath();
        var total = page.getLong("counts.total");
        assertThat(page.getList("items")).hasSize((int) total);
        return total;
    }

    private static Map<String, Long> counts(Pattern pattern, String page) {
        var counts = new LinkedHashMap<String, Long>();
        pattern.matcher(page)
                .results()
                .forEach(found -> counts.put(
                        found.group(1).replace("&amp;", "&"),
                        Long.parseLong(found.group(2).replace(",", ""))));
        return counts;
    }

    private static long sum(Map<String, Long> counts, String query) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().matches("\\?" + query))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
