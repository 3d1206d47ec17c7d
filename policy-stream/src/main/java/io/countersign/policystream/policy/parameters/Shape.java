package io.countersign.policystream.policy.parameters;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a schema says of the numbers and members of a value, so that a number enters expressions by its declared type and
 * not by how it happens to be written.
 *
 * @param integer true if its numbers are declared {@code integer}, and by no alternative {@code number}
 * @param number true if its numbers are declared {@code number}
 * @param closed true if it has no members but those in {@code properties} and {@code patterns}
 * @param additional members that are in neither
 * @param items list items after those in {@code prefix}
 */
record Shape(
        boolean integer,
        boolean number,
        boolean closed,
        Map<String, Shape> properties,
        Map<Pattern, Shape> patterns,
        Set<String> required,
        @Nullable Shape additional,
        List<Shape> prefix,
        @Nullable Shape items) {

    /** What is said of nothing. */
    static final Shape ANY = new Shape(false, false, false, Map.of(), Map.of(), Set.of(), null, List.of(), null);

    /** The shape of a member. */
    Shape member(String name) {
        Shape shape = properties.get(name);
        for (Map.Entry<Pattern, Shape> pattern : patterns.entrySet()) {
            if (pattern.getKey().matcher(name).find()) {
                shape = shape == null ? pattern.getValue() : Shapes.merge(shape, pattern.getValue());
            }
        }
        if (shape == null) {
            shape = additional;
        }
        return shape == null ? ANY : shape;
    }

    /** The shape of a list item. */
    Shape item(int index) {
        if (index < prefix.size()) {
            return prefix.get(index);
        }
        return items == null ? ANY : items;
    }

    /** True if numbers of this shape are whole ones in expressions; all others are doubles, whatever their text. */
    boolean whole() {
        return integer && !number;
    }
}
