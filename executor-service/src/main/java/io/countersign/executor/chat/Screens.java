package io.countersign.executor.chat;

/** What keeps secrets out of answers. */
public interface Screens {

    /** A screen for one text that comes in pieces. */
    Screen screen();

    /** A whole JSON text without secrets. */
    String whole(String json);
}
