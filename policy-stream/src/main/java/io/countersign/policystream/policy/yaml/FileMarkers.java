package io.countersign.policystream.policy.yaml;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which file each line of a stream came from: after a line {@code # file: NAME} the lines are that file's, from its
 * line 1.
 */
public final class FileMarkers {
    private static final String MARKER = "# file: ";

    private final TreeMap<Integer, String> files = new TreeMap<>();

    /** Notes what line {@code number} of the stream says about files. */
    void note(int number, String line) {
        if (line.startsWith(MARKER) && !line.substring(MARKER.length()).isBlank()) {
            files.put(number, line.substring(MARKER.length()).strip());
        }
    }

    /** How many there are. */
    int count() {
        return files.size();
    }

    /** The file that a line of the stream belongs to, if one is named. */
    public @Nullable String file(int line) {
        var marker = files.lowerEntry(line);
        return marker == null ? null : marker.getValue();
    }

    /** The line's number in its file, or in the stream if none is named. */
    public int line(int line) {
        Map.Entry<Integer, String> marker = files.lowerEntry(line);
        return marker == null ? line : line - marker.getKey();
    }
}
