package io.countersign.policystream.policy.yaml;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Tells unquoted scalars apart as JSON does: {@code no} and {@code on} are text, {@code 1e2} is a number, {@code 0123}
 * is text.
 */
final class JsonScalars extends Resolver {
    static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    static final Pattern TRUTH = Pattern.compile("true|false");
    static final Pattern NOTHING = Pattern.compile("null|~|");

    @Override
    protected void addImplicitResolvers() {
        addImplicitResolver(Tag.BOOL, TRUTH, "tf");
        addImplicitResolver(Tag.FLOAT, NUMBER, "-0123456789");
        addImplicitResolver(Tag.NULL, NOTHING, "n~");
        addImplicitResolver(Tag.NULL, Resolver.EMPTY, null);
    }
}
