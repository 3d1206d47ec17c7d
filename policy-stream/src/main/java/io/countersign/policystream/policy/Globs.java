package io.countersign.policystream.policy;

import com.google.re2j.Pattern;
import java.util.Collection;
import java.util.List;

/** Which actions a name or glob means; in globs {@code *} is any text, dots included. */
final class Globs {
    private static final Pattern GLOB = Pattern.compile("[a-z0-9.*-]{1,64}");

    private Globs() {}

    /** True if this is a name or a glob at all. */
    static boolean isValid(String text) {
        return GLOB.matches(text);
    }

    static boolean isGlob(String text) {
        return text.indexOf('*') >= 0;
    }

    /** The names that the glob matches. */
    static List<String> matching(String glob, Collection<String> names) {
        if (glob.equals("*")) {
            return List.copyOf(names);
        }
        var pattern = Pattern.compile(glob.replace(".", "\\.").replaceAll("\\*+", ".*"));
        return names.stream().filter(name -> pattern.matches(name)).toList();
    }
}
