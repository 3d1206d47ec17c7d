package io.countersign.console.desk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An intent's free text, which can be erased while its facts stay. */
public record Wording(
        String parameters,
        String summary,
        @Nullable String justification,
        List<Finding> findings,
        @Nullable String result,
        @Nullable String errorCode,
        @Nullable String errorMessage) {

    public Wording {
        findings = List.copyOf(findings);
    }
}
