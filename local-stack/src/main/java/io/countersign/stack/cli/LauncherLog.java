package io.countersign.stack.cli;

import io.countersign.stack.StackException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

/** Our own log lines on standard error, and of libraries only what has gone wrong. */
public final class LauncherLog {

    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private LauncherLog() {}

    /** Before the first logger is made. */
    public static void configure() {
        set("defaultLogLevel", "error");
        set("log.io.countersign", "info");
        // Says with a stack trace that a killed server cannot be stopped; our own lines say what matters.
        set("log.io.zonky", "off");
        set("showThreadName", "false");
        set("showShortLogName", "true");
        set("showDateTime", "true");
        set("dateTimeFormat", "HH:mm:ss");
    }

    /** While something else is told on the terminal, what is logged goes to a file. */
    static boolean asideTo(Path file, BooleanSupplier telling) {
        var terminal = System.err;
        try (var aside = new PrintStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                true,
                StandardCharsets.UTF_8)) {
            System.setErr(aside);
            return telling.getAsBoolean();
        } catch (IOException e) {
            throw new StackException("cannot write " + file, e);
        } finally {
            System.setErr(terminal);
        }
    }

    private static void set(String name, String value) {
        System.setProperty(PREFIX + name, value);
    }
}
