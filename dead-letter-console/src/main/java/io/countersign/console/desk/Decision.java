package io.countersign.console.desk;

/** What a reviewer can decide about a letter. */
public enum Decision {
    APPROVE("Approve", false),
    REJECT("Reject", false),
    RETRY("Retry", false),
    CONFIRM("Confirm it happened", true),
    DISCARD("Discard", true),
    /** Made elsewhere, or by a newer version: shown in timelines, offered nowhere. */
    OTHER("Decide", false);

    private final String title;
    private final boolean needsComment;

    Decision(String title, boolean needsComment) {
        this.title = title;
        this.needsComment = needsComment;
    }

    public String title() {
        return title;
    }

    public boolean needsComment() {
        return needsComment;
    }
}
