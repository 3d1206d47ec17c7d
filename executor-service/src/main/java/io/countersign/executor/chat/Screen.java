package io.countersign.executor.chat;

/**
 * Takes out of a text that comes in pieces what must not be seen. It holds back the end of a piece for as long as that could
 * be the beginning of such a thing.
 */
public interface Screen {

    /** What may be shown after this piece: the end of an earlier one may come with it, its own end may be missing. */
    String next(String piece);

    /** What was held back, when nothing comes any more. */
    String rest();
}
