package io.countersign.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The backend's own book: the key of every effect, on the disk before the caller hears of it. */
public final class EffectLog implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final Set<String> keys = new HashSet<>();

    private EffectLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static EffectLog in(Path file) throws IOException {
        return new EffectLog(file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** One more effect under this key. */
    synchronized void write(String key) {
        keys.add(key);
        try {
            var line = ByteBuffer.wrap((key + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An effect under this key, unless there is one: what a backend does that honours keys. */
    synchronized void writeOnce(String key) {
        if (!keys.contains(key)) {
            write(key);
        }
    }

    /** The keys of all effects in their order, from the disk. */
    public List<String> read() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
