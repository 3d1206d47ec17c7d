package io.countersign.contract;

import java.util.LinkedHashSet;
import java.util.Random;

/** Generated JSON texts: deep and wide, in odd notations, of all of Unicode. */
final class RandomJson {
    private static final int[] CODE_POINTS = {
        0, 8, 9, 10, 12, 13, 31, ' ', '"', '\\', '/', 'a', 'Z', 0x7f, 0x80, 0xe9, 0x2028, 0x20ac, 0xd7ff, 0xe000,
        0xfb33, 0xfeff, 0xffff, 0x10000, 0x1f600, 0x10ffff
    };

    private final Random random;
    private final StringBuilder out = new StringBuilder();

    private RandomJson(Random random) {
        this.random = random;
    }

    static String of(Random random) {
        var json = new RandomJson(random);
        json.value(0);
        return json.out.toString();
    }

    private void value(int depth) {
        space();
        switch (random.nextInt(depth > 6 ? 4 : 7)) {
            case 0 -> out.append(new String[] {"null", "true", "false"}[random.nextInt(3)]);
            case 1 -> string(text());
            case 2, 3 -> number();
            case 4 -> array(depth);
            default -> object(depth);
        }
        space();
    }

    private void number() {
        switch (random.nextInt(5)) {
            case 0 -> out.append(random.nextInt());
            case 1 -> out.append(random.nextLong() >> 11);
            case 2 ->
                out.append(random.nextInt(1000))
                        .append(".")
                        .append(random.nextInt(1000))
                        .append("E-")
                        .append(random.nextInt(30));
            case 3 -> out.append(random.nextInt(1, 100)).append("e+").append(random.nextInt(21, 300));
            default -> out.append(random.nextDouble());
        }
    }

    private void array(int depth) {
        out.append('[');
        for (var i = random.nextInt(4); i > 0; i--) {
            value(depth + 1);
            out.append(i > 1 ? "," : "");
        }
        out.append(']');
    }

    private void object(int depth) {
        var names = new LinkedHashSet<String>();
        for (var i = random.nextInt(5); i > 0; i--) {
            names.add(text());
        }
        out.append('{');
        var separator = "";
        for (var name : names) {
            out.append(separator);
            string(name);
            out.append(':');
            value(depth + 1);
            separator = ",";
        }
        out.append('}');
    }

    private String text() {
        var text = new StringBuilder();
        for (var i = random.nextInt(6); i > 0; i--) {
            text.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
        }
        return text.toString();
    }

    private void string(String text) {
        out.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || random.nextInt(4) == 0) {
                out.append("\\u%04X".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void space() {
        out.append(new String[] {"", "", " ", "\n", "\t\r"}[random.nextInt(5)]);
    }
}
