package io.countersign.endtoend.keycloak;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.time.Duration;

/** Somebody of the realm with a browser, who signs in at Keycloak's own page. */
public final class Person implements AutoCloseable {
    private final String name;
    private final String password;
    private final BrowserContext context;

    public Person(Browser browser, String name, String password, Duration patience) {
        this.name = name;
        this.password = password;
        this.context = browser.newContext();
        context.setDefaultTimeout(patience.toMillis());
    }

    /** Signs in to a service, beginning at its own page. */
    public Page signIn(URI service) {
        var page = context.newPage();
        page.navigate(service.resolve("/sign-in").toString());
        page.click("text=Sign in with localhost");
        identify(page);
        page.waitForURL(address -> address.startsWith(service.toString()) && !address.contains("/sign-in"));
        return page;
    }

    /** Lets an application act in this person's name. */
    public void agree(URI request) {
        try (var page = context.newPage()) {
            page.navigate(request.toString());
            identify(page);
            page.click("#kc-login[name=accept]");
            page.waitForURL(address -> address.contains("/device/status"));
        }
    }

    private void identify(Page page) {
        page.fill("#username", name);
        page.fill("#password", password);
        page.click("#kc-login");
    }

    @Override
    public void close() {
        context.close();
    }
}
