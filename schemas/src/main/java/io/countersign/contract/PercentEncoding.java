package io.countersign.contract;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** RFC 3986 percent-encoding of everything but unreserved characters, in upper-case hex. */
final class PercentEncoding {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentEncoding() {}

    static String encode(String text) {
        if (isUnreserved(text)) {
            return text;
        }
        var encoded = new StringBuilder(text.length() * 2);
        var bytes = utf8(text);
        while (bytes.hasRemaining()) {
            var next = bytes.get();
            if (isUnreserved(next)) {
                encoded.append((char) next);
            } else {
                HEX.toHexDigits(encoded.append('%'), next);
            }
        }
        return encoded.toString();
    }

    /** Empty if the text is not such an encoding; what it accepts still has to be compared with its own encoding. */
    static Optional<String> decode(String encoded) {
        var bytes = ByteBuffer.allocate(encoded.length());
        for (var i = 0; i < encoded.length(); i++) {
            var c = encoded.charAt(i);
            if (c == '%' && i + 2 < encoded.length() && isHex(encoded.charAt(i + 1)) && isHex(encoded.charAt(i + 2))) {
                bytes.put((byte) HexFormat.fromHexDigits(encoded, i + 1, i + 3));
                i += 2;
            } else if (isUnreserved(c)) {
                bytes.put((byte) c);
            } else {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException notUnicode) {
            return Optional.empty();
        }
    }

    private static boolean isUnreserved(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (!isUnreserved(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static boolean isHex(char c) {
        return HexFormat.isHexDigit(c);
    }

    private static ByteBuffer utf8(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a lone surrogate is not Unicode", e);
        }
    }
}
