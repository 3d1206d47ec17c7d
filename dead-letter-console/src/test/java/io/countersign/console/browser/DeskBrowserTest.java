package io.countersign.console.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.countersign.console.DeskFixture;
import io.countersign.console.StackResource;
import io.countersign.console.log.Story;
import io.countersign.stack.Chromium;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reviewer does, in a real browser. */
@QuarkusTest
@WithTestResource(StackResource.class)
class DeskBrowserTest extends DeskFixture {
    @TestHTTPResource("/")
    String address = "";

    private static @Nullable Playwright playwright;
    private static @Nullable Browser browser;

    private final List<String> complaints = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void openBrowser() {
        Assumptions.assumeTrue(Chromium.isThere(), Chromium.MISSING);
        var driver = Playwright.create(new Playwright.CreateOptions().setEnv(Chromium.DRIVER));
        playwright = driver;
        browser = driver.chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Chromium.EXECUTABLE)
                        .setArgs(Chromium.ARGUMENTS));
    }

    @AfterAll
    static void closeBrowser() {
        if (playwright != null) {
            playwright.close();
        }
    }

    /** In a context of its own, without what another test's person left behind. */
    @BeforeEach
    void openPage() {
        page = Objects.requireNonNull(browser).newPage();
        page.setDefaultTimeout(SOON.toMillis());
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    @AfterEach
    void closePage() {
        page.close();
    }

    @Test
    void a_finance_reviewer_signs_in_opens_a_held_letter_approves_it_and_sees_what_came_of_it() {
        var story = held("Refund 250 EUR on order B-1");
        broker.answer(review -> Optional.of(story.becomes("APPROVED", review).accept(review)));
        signIn();
        page.click("nav >> text=Letters");

        page.click("text=Refund 250 EUR on order B-1");
        assertThat(page.locator("#card h1")).hasText("Refund 250 EUR on order B-1");
        assertThat(page.locator("#card .reasons")).containsText("amount 250 is above 100");
        var open = page.locator(".views a[aria-current] .n");
        var before = Integer.parseInt(open.textContent());
        page.fill("#comment", "the customer called");
        page.keyboard().press("Escape");
        page.keyboard().press("a");
        assertThat(page.locator("#decision button[value=APPROVE]")).isFocused();
        page.keyboard().press("Enter");

        assertThat(page.locator(".notice")).containsText("Your approval counts.");
        assertThat(line(story).locator(".state")).hasText("Approved");
        story.attempt().becomes("RUNNING").becomes("SUCCEEDED");
        assertThat(line(story).locator(".state")).hasText("Succeeded");
        assertThat(page.locator("#card .marks .state")).hasText("Succeeded");
        assertThat(page.locator("#card .timeline")).containsText("the customer called");
        assertThat(page.locator("#decision")).hasCount(0);
        assertThat(open).hasText(Integer.toString(before - 1));
        assertThat(complaints).isEmpty();
    }

    @Test
    void the_list_holds_still_while_a_card_is_open_and_says_what_is_new() {
        var first = held("Refund that is looked at");
        signIn();
        page.navigate(address + "letters/" + rowId(first));
        assertThat(page.locator("#live")).hasText("live");
        var lines = page.locator(".line").count();

        held("Refund that came meanwhile");

        assertThat(page.locator("#news")).hasText("1 new, show");
        assertThat(page.locator(".line")).hasCount(lines);
        page.click("#news");
        assertThat(page.locator(".line").first()).containsText("Refund that came meanwhile");
        assertThat(page.locator("#card h1")).hasText("Refund that is looked at");
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_discard_without_a_comment_asks_for_one_and_sends_nothing() {
        var story = story("Reship order B-2").dead();
        await(story);
        signIn();
        page.navigate(address + "letters/" + rowId(story));
        assertThat(page.locator("#live")).hasText("live");

        page.click("#decision button[value=DISCARD]");

        assertThat(page.locator("#comment")).isFocused();
        assertThat(broker.reviews()).isEmpty();
    }

    @Test
    void a_point_in_time_within_a_sentence_stays_one_while_distances_go_on() {
        var story = story("Ask a model once more")
                .because("RULE", "after-hours", "nobody is there before 2026-11-22T10:40:00Z")
                .held();
        await(story);
        signIn();
        page.navigate(address + "letters/" + rowId(story));

        assertThat(page.locator("#card .marks time")).hasText(Pattern.compile("[1-9][0-9]* s ago"));
        assertThat(page.locator("#card .reasons .words")).hasText("nobody is there before 22 Nov 2026, 10:40:00 UTC");
        assertThat(line(story).locator(".reason")).hasText("nobody is there before 22 Nov 2026, 10:40:00 UTC");
    }

    @Test
    void the_list_is_walked_and_searched_by_keys() {
        held("Refund of the first");
        held("Refund of the second");
        signIn();
        page.navigate(address + "letters?q=Refund+of+the");
        assertThat(page.locator("#live")).hasText("live");

        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        assertThat(page.locator("#card h1")).hasText("Refund of the first");
        page.keyboard().press("k");
        assertThat(page.locator("#card h1")).hasText("Refund of the second");
        page.keyboard().press("/");
        assertThat(page.locator("#q")).isFocused();
        page.keyboard().press("Escape");
        page.keyboard().press("?");
        assertThat(page.locator("#help")).isVisible();
        assertThat(complaints).isEmpty();
    }

    private com.microsoft.playwright.Locator line(Story story) {
        return page.locator("#line-" + rowId(story));
    }

    private void signIn() {
        page.navigate(address);
        page.click("text=Fiona, finance");
        assertThat(page.locator(".tiles")).isVisible();
    }

    private Story held(String summary) {
        var story = story(summary).held();
        await(story);
        return story;
    }

    private Story story(String summary) {
        return broker.story("acme", "ana", "refund-bot", "orders.refund", "{\"amount\":250}")
                .summary(summary)
                .because("RULE", "refunds-above-100-need-a-person", "amount 250 is above 100");
    }

    private void await(Story story) {
        var token = identity.token(
                io.countersign.stack.identity.TokenRequest.person("acme", "reader", "countersign-reviewer"));
        org.awaitility.Awaitility.await().atMost(SOON).until(() -> {
            var found = as(token).get("/v1/letters/" + rowId(story));
            return found.statusCode() == 200 && found.jsonPath().getLong("version") == story.version();
        });
    }
}
