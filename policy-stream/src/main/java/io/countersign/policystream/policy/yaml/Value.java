package io.countersign.policystream.policy.yaml;

import java.util.List;
import java.util.SequencedMap;

/** A YAML value with its place: what JSON knows, and the line of the stream on which it begins. */
public sealed interface Value {

    int line();

    /** The value's type in words, with its article. */
    String kind();

    /** What a scalar is. */
    enum Type {
        TEXT("a text"),
        NUMBER("a number"),
        TRUTH("true or false"),
        NULL("nothing");

        private final String words;

        Type(String words) {
            this.words = words;
        }
    }

    /**
     * A scalar; the text of a number, a truth value and nothing is JSON's.
     *
     * @param textLine the line on which the text itself begins: one below the indicator of a literal block
     */
    record Scalar(int line, int textLine, Type type, String text) implements Value {
        @Override
        public String kind() {
            return type.words;
        }
    }

    /** A list. */
    record Items(int line, List<Value> values) implements Value {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A map from names to values, in the author's order. */
    record Members(int line, SequencedMap<String, Member> members) implements Value {
        @Override
        public String kind() {
            return "a map";
        }
    }

    /** A member of a map, with the line of its name. */
    record Member(int line, Value value) {}
}
