package io.countersign.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.countersign.chaos.Product;
import io.countersign.chaos.StreamingModel;
import io.countersign.stack.identity.TokenRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody does in the playground, in a real browser and with the whole product behind it. */
@SuppressWarnings("NullAway.Init") // BeforeAll and BeforeEach set the fields
@ExtendWith(SharedProduct.Giver.class)
final class PlaygroundIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PIECES = 12;

    private static StreamingModel model;
    private static Product product;
    private static TestBrowser browser;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void begin(SharedProduct shared) {
        browser = TestBrowser.start(SOON);
        product = shared.with(SharedProduct.CHATS);
        model = shared.model();
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openPage() {
        model.answersIn(PIECES, Duration.ofMillis(20));
        context = browser.browser().newContext();
        context.setDefaultTimeout(SOON.toMillis());
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    @AfterEach
    void closePage() {
        model.goesOn();
        context.close();
    }

    @Test
    void a_chat_is_answered_as_it_comes_and_the_budget_holds_and_then_spends_its_tokens() {
        signIn();
        var used = tokens("used");
        model.stopsAfter(2);

        ask("first <b>question</b>");

        assertThat(page.locator(".reply.streams .answer")).containsText("question</b>-1");
        assertThat(page.locator(".reply .answer")).not().containsText("question</b>-" + (PIECES - 1));
        assertThat(budget()).hasAttribute("data-held", "300");

        model.goesOn();

        assertThat(page.locator(".reply .answer")).containsText("first <b>question</b>-" + (PIECES - 1));
        assertThat(page.locator(".reply .facts")).containsText(PIECES + 10 + " tokens");
        assertThat(budget()).hasAttribute("data-used", String.valueOf(used + PIECES + 10));
        assertThat(budget()).hasAttribute("data-held", "0");
        assertThat(line("first <b>question</b>").locator(".state")).hasText("Succeeded");
        assertThat(page.locator(".turn b")).hasCount(0);
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_running_answer_goes_on_after_the_page_was_loaded_again() {
        signIn();
        model.stopsAfter(2);
        ask("reloaded");
        assertThat(page.locator(".reply.streams .answer")).containsText("reloaded-1 ");

        page.reload();

        assertThat(page.locator(".turn.question")).hasText("reloaded");
        assertThat(page.locator(".reply .answer")).not().containsText("reloaded-" + (PIECES - 1));
        model.goesOn();
        assertThat(page.locator(".reply .answer")).containsText("reloaded-" + (PIECES - 1));
        assertThat(page.locator(".reply .answer").textContent().strip())
                .isEqualTo(String.join("", model.answerTo("reloaded")).strip());
        assertThat(page.locator(".reply .facts")).containsText(PIECES + 10 + " tokens");
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_chat_can_be_cancelled_and_gives_back_what_was_held() {
        signIn();
        model.stopsAfter(2);
        ask("cancelled");
        assertThat(page.locator(".reply.streams .answer")).containsText("cancelled-1 ");

        page.click(".standing >> text=Cancel");

        assertThat(page.locator(".standing h2")).hasText("Cancelled");
        assertThat(budget()).hasAttribute("data-held", "0");
        assertThat(page.locator(".reply .answer")).not().containsText("cancelled-" + (PIECES - 1));
    }

    @Test
    void what_is_held_says_so_and_goes_on_by_itself_when_the_desk_approves() {
        signIn();
        var question = "hold " + unique();
        ask(question);
        assertThat(page.locator(".standing h2")).hasText("Held: a person has to agree");
        assertThat(page.locator(".standing .reasons .words").first()).hasText("somebody has to look at this");
        assertThat(page.locator(".standing .id")).containsText(Pattern.compile("[0-9a-f-]{36}"));
        assertThat(page.locator(".standing .rule").first()).hasText("a-person-looks");
        var id = page.locator(".standing .id code").textContent();

        approve(id);

        assertThat(page.locator(".reply .answer")).containsText(question + "-" + (PIECES - 1));
        assertThat(line(question).locator(".state")).hasText("Succeeded");
        assertThat(complaints).isEmpty();
    }

    @Test
    void what_is_refused_says_why_in_words() {
        signIn();

        ask("refuse this");

        assertThat(page.locator(".standing h2")).hasText("Refused");
        assertThat(page.locator(".standing .reasons .words")).hasText("that is nobody's business");
        assertThat(line("refuse this").locator(".reason")).hasText("that is nobody's business");
    }

    @Test
    void what_is_over_budget_says_how_much_is_left_and_is_asked_again_with_less() {
        signIn();
        ask("short");
        assertThat(page.locator(".reply .facts")).containsText("tokens");
        page.click("#new-chat");
        page.fill("#most", "99900");

        ask("too long");

        assertThat(page.locator(".standing h2")).hasText("Over budget");
        assertThat(page.locator(".standing .reasons .words"))
                .containsText(Pattern.compile("needs 100000 tokens, \\d+ of 100000 are left"));
        assertThat(page.locator(".standing .room")).containsText("of 100,000 tokens are left");
        page.fill("#most", "150");
        page.click(".standing >> text=Ask again");
        assertThat(page.locator("#ask")).hasValue("too long");
        page.keyboard().press("Enter");
        assertThat(page.locator(".reply .answer")).containsText("too long-" + (PIECES - 1));
    }

    @Test
    void what_an_agent_asks_for_appears_by_itself() throws Exception {
        signIn();
        var question = "by an agent " + unique();
        try (var agent = new Door(
                product, TokenRequest.person(Product.TENANT, "ana", "support").through("bot"))) {
            agent.post(
                    "/v1/intents",
                    "{\"action\":\"llm.chat\",\"model\":\"small\",\"maxTokens\":50,\"parameters\":{\"messages\":[{\"role\":\"user\",\"content\":\""
                            + question + "\"}]}}");
        }

        assertThat(line(question).locator(".state")).hasText("Succeeded");
    }

    @Test
    void a_conversation_goes_on_from_its_last_answer() {
        signIn();
        ask("one");
        assertThat(page.locator(".reply .facts")).containsText("tokens");
        ask("two");
        assertThat(page.locator(".turn.question")).hasCount(2);
        assertThat(page.locator(".turn.reply").last().locator(".answer")).containsText("two-" + (PIECES - 1));
        assertThat(page.locator(".turn.reply").first().locator(".facts")).containsText(PIECES + 10 + " tokens");

        page.keyboard().press("Escape");
        page.keyboard().press("n");

        assertThat(page.locator(".invitation")).isVisible();
        assertThat(page.locator("#ask")).isFocused();
    }

    private void signIn() {
        page.navigate(product.intake().url().toString());
        page.click("text=Sign in");
        page.click("text=Ana, support");
        assertThat(page.locator("#live")).hasText("live");
        assertThat(page.locator("#model")).hasValue("small");
        assertThat(budget()).isVisible();
        // That nobody was signed in at first is no fault of the page's, though the browser calls it one.
        complaints.clear();
    }

    private void ask(String question) {
        page.fill("#ask", question);
        page.keyboard().press("Enter");
    }

    /** At the desk, in the same browser: the two sessions are not in each other's way. */
    private void approve(String intentId) {
        var reviewer = context.newPage();
        reviewer.navigate(product.desk().url().toString());
        reviewer.click("text=Fiona, finance");
        assertThat(reviewer.locator(".tiles")).isVisible();
        await().atMost(SOON).pollInSameThread().until(() -> {
            reviewer.navigate(product.desk().url() + "/letters?q=" + intentId);
            return reviewer.locator(".line a").count() > 0;
        });
        reviewer.locator(".line a").first().click();
        reviewer.fill("#comment", "looked at");
        reviewer.click("#decision button[value=APPROVE]");
        assertThat(reviewer.locator(".notice")).containsText("Your approval counts.");
        reviewer.close();
    }

    /** Few tokens, which nobody has asked for before. */
    private static String unique() {
        return UUID.randomUUID().toString().substring(0, 4);
    }

    private Locator budget() {
        return page.locator(".budget[data-name=chat-tokens]");
    }

    private long tokens(String part) {
        return Long.parseLong(budget().getAttribute("data-" + part));
    }

    private Locator line(String question) {
        return page.locator(".line", new Page.LocatorOptions().setHasText(question))
                .first();
    }
}
