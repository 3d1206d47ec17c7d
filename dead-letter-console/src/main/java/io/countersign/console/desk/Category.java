package io.countersign.console.desk;

/** Why a letter lies at the desk. */
public enum Category {
    HELD("Held", "A rule wants a person to decide."),
    REJECTED("Refused", "Policy refused it."),
    FAILED("Failed", "Its attempts are used up, or it failed for good."),
    UNKNOWN("Unknown", "It may have taken effect, and nobody knows."),
    EXPIRED("Expired", "Its time ran out before it could run."),
    UNREADABLE("Unreadable", "A record that nothing could read.");

    private final String title;
    private final String meaning;

    Category(String title, String meaning) {
        this.title = title;
        this.meaning = meaning;
    }

    public String title() {
        return title;
    }

    public String meaning() {
        return meaning;
    }
}
