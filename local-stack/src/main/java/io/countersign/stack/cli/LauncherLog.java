package io.countersign.stack.cli;

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

    private static void set(String name, String value) {
        System.setProperty(PREFIX + name, value);
    }
}
