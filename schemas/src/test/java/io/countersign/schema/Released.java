package io.countersign.schema;

import io.countersign.wire.RecordTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** The snapshots of the schemas as they were released, one directory for each version: {@code released/1/Intent.avsc}. */
final class Released {
    static final Path DIRECTORY = Path.of("released");

    private Released() {}

    /** The schemas of all records that lie on topics, as they are now, by name. */
    static Map<String, Schema> current() {
        var schemas = new TreeMap<String, Schema>();
        RecordTypes.bySubject().values().forEach(schema -> schemas.put(schema.getName(), schema));
        return schemas;
    }

    static List<Path> versions() {
        try (var versions = Files.list(DIRECTORY)) {
            return versions.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Schema> in(Path version) {
        var schemas = new TreeMap<String, Schema>();
        try (var files = Files.list(version)) {
            for (var file : files.toList()) {
                var schema = new Schema.Parser().parse(Files.readString(file));
                schemas.put(file.getFileName().toString().replace(".avsc", ""), schema);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return schemas;
    }
}
