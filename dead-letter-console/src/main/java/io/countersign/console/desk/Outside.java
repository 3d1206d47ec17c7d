package io.countersign.console.desk;

/** Whether the world outside was changed. */
public enum Outside {
    NONE("Nothing happened outside."),
    UNKNOWN("It may have happened."),
    CONFIRMED("It happened.");

    private final String words;

    Outside(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
