package io.countersign.console.http;

import io.countersign.console.desk.Reviewer;
import org.jspecify.annotations.Nullable;

/** What surrounds every page: who is here, and where they are. */
record Frame(@Nullable Reviewer who, String place) {
    static final Frame OUTSIDE = new Frame(null, "");

    public boolean isAt(String other) {
        return place.equals(other);
    }
}
