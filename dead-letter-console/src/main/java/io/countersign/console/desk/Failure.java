package io.countersign.console.desk;

/** The exception behind a letter. */
public record Failure(String type, String message, String stack) {}
