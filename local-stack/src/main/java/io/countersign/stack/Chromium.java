package io.countersign.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The browser of the tests that need one: Debian's, started so that it talks to nobody but the page. */
public final class Chromium {
    /** Where it has to be. */
    public static final Path EXECUTABLE = Path.of("/usr/bin/chromium");

    /** What it is started with. */
    public static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** The environment of its driver, which would fetch browsers of its own. */
    public static final Map<String, String> DRIVER = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

    /** Why a test is skipped that needs it. */
    public static final String MISSING = "chromium is not installed at " + EXECUTABLE;

    private Chromium() {}

    /** Whether it is there; where tests run for everybody, its absence is an error. */
    public static boolean isThere() {
        var there = Files.isExecutable(EXECUTABLE);
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("browser tests need chromium at " + EXECUTABLE + ": apt-get install chromium");
        }
        return there;
    }
}
