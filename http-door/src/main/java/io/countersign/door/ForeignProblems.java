package io.countersign.door;

import java.util.Map;

/** How problems are said at paths whose callers speak another API: a bean of the service that has such paths. */
public interface ForeignProblems {
    /** Whether that path speaks it. */
    boolean speaksAt(String path);

    /** The problem as that API's body, to be written as JSON. */
    Map<String, Object> body(Problem problem);

    /** That API's headers for it; the problem's own go before them. */
    Map<String, String> headers(Problem problem);
}
