package io.countersign.chaos.doors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A document that is JSON, or looks like it; the beginning of its name says which, as in suites for parsers of JSON. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares documents
record Document(String name, byte[] bytes) {

    /** What the name says of it. */
    enum Kind {
        /** Every parser has to take it. */
        JSON,
        /** No parser may. */
        NOT_JSON,
        /** Parsers differ. */
        EITHER
    }

    /** All of a folder, in the order of their names. */
    static List<Document> of(Path folder) throws IOException {
        var documents = new ArrayList<Document>();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                documents.add(new Document(String.valueOf(file.getFileName()), Files.readAllBytes(file)));
            }
        }
        return documents;
    }

    Kind kind() {
        return switch (name.substring(0, Math.min(2, name.length()))) {
            case "y_" -> Kind.JSON;
            case "n_" -> Kind.NOT_JSON;
            default -> Kind.EITHER;
        };
    }

    /** As text; empty if it is none in UTF-8. */
    Optional<String> text() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** With something before and after it. */
    byte[] within(String before, String after) {
        var around = ByteBuffer.allocate(before.length() + bytes.length + after.length());
        return around.put(before.getBytes(StandardCharsets.US_ASCII))
                .put(bytes)
                .put(after.getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
