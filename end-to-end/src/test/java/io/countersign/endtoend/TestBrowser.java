package io.countersign.endtoend;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.countersign.stack.Chromium;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/** A real browser, without a window. */
record TestBrowser(Playwright driver, Browser browser) implements AutoCloseable {

    /** Starts it; where there is none, the tests are skipped. What is asserted of its pages may take so long to come true. */
    static TestBrowser start(Duration patience) {
        Assumptions.assumeTrue(Chromium.isThere(), Chromium.MISSING);
        PlaywrightAssertions.setDefaultAssertionTimeout(patience.toMillis());
        var driver = Playwright.create(new Playwright.CreateOptions().setEnv(Chromium.DRIVER));
        return new TestBrowser(
                driver,
                driver.chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Chromium.EXECUTABLE)
                                .setArgs(Chromium.ARGUMENTS)));
    }

    @Override
    public void close() {
        driver.close();
    }
}
