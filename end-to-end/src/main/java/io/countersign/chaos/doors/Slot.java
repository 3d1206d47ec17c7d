package io.countersign.chaos.doors;

/**
 * A place where a caller may write text.
 *
 * @param name where it is, as violations name it
 * @param format how a refusal is said there
 * @param inHead whether what is written there, as it is, may make a head that is hardly HTTP
 */
public record Slot(String name, Format format, boolean inHead, Writing writing) {

    /** Writes a text there. */
    public interface Writing {
        /** What is answered. */
        Reply write(String text, Visitor visitor) throws Exception;
    }

    /** The door that it belongs to: the first word of its name. */
    String door() {
        return name.split(" ", 2)[0];
    }
}
