package io.countersign.policystream.policy.parameters;

import java.util.List;
import java.util.Optional;

/** Whether a parameter that an expression takes for granted is always there. */
final class ParameterPath {
    private ParameterPath() {}

    /** Why the last step of the path may be missing, in words. */
    static Optional<String> doubt(List<String> path, Shape root) {
        Shape shape = root;
        for (String step : path.subList(0, path.size() - 1)) {
            shape = shape.member(step);
        }
        String last = path.getLast();
        if (shape.required().contains(last)) {
            return Optional.empty();
        }
        boolean known = shape.properties().containsKey(last)
                || shape.patterns().keySet().stream()
                        .anyMatch(pattern -> pattern.matcher(last).find());
        return Optional.of(
                shape.closed() && !known
                        ? "is not in its schema, so the expression always fails"
                        : "is optional, and used without has(): where it is missing, the intent is refused");
    }
}
