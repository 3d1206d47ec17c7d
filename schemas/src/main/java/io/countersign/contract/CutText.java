package io.countersign.contract;

/** Texts for people, as long as they may be. */
public final class CutText {
    private static final String MORE = "…";

    private CutText() {}

    /** The text if it has so many characters at most, else as much of its beginning as leaves room for an ellipsis. */
    public static String of(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - MORE.length();
        return text.substring(0, splitsPair(text, end) ? end - 1 : end) + MORE;
    }

    private static boolean splitsPair(String text, int end) {
        return end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    }
}
