package io.countersign.stack.demo;

import io.countersign.stack.demo.Scenario.Told;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** The demo as a table that grows while it is told. */
final class Table {

    private static final String ROW = "  %-4s %-40s %6s  %s%n";

    private final PrintStream out;
    private int well;
    private int badly;

    Table(PrintStream out) {
        this.out = out;
        out.printf(ROW, "", "what was asked", "after", "what came of it");
        out.printf(ROW, "", "-".repeat(40), "------", "-".repeat(60));
    }

    synchronized void add(Scenario scenario, Told told, Duration after) {
        well += told.well() ? 1 : 0;
        badly += told.well() ? 0 : 1;
        out.printf(ROW, told.well() ? "ok" : "FAIL", scenario.asked(), seconds(after), told.what());
        out.flush();
    }

    /** Closes the table; true if every scenario ended as it should. */
    synchronized boolean close() {
        out.printf("%n  %d scenarios ended as they should, %d did not.%n", well, badly);
        return badly == 0;
    }

    private static String seconds(Duration span) {
        return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
    }
}
