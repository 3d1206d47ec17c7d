package io.countersign.intake.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Puts a WebSocket's frames together to messages, in the very bytes that came: a text that is no UTF-8 is to be refused and
 * not mended (RFC 6455, 8.1). To be used by one thread at a time.
 */
final class MessageParts {
    /** What a frame was. */
    sealed interface Taken {
        /** The middle of a message, or none of a message. */
        record Nothing() implements Taken {}

        /** The end of a text: all of it, in UTF-8. */
        record Whole(byte[] text) implements Taken {}

        /** Not a text. */
        record Bytes() implements Taken {}

        /** A text in another encoding. */
        record NoText() implements Taken {}

        /** More than a message may have. */
        record TooLong() implements Taken {}
    }

    private final int longest;
    private Buffer parts = Buffer.buffer();

    /** @param longest bytes that a message may have */
    MessageParts(int longest) {
        this.longest = longest;
    }

    Taken take(WebSocketFrame frame) {
        if (frame.isBinary()) {
            return new Taken.Bytes();
        }
        if (!frame.isText() && !frame.isContinuation()) {
            return new Taken.Nothing();
        }
        var part = frame.binaryData();
        if (parts.length() + part.length() > longest) {
            return new Taken.TooLong();
        }
        parts.appendBuffer(part);
        if (!frame.isFinal()) {
            return new Taken.Nothing();
        }
        var text = parts.getBytes();
        parts = Buffer.buffer();
        return isText(text) ? new Taken.Whole(text) : new Taken.NoText();
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
