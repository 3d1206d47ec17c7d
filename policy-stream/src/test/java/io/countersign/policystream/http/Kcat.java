package io.countersign.policystream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** A client on librdkafka, which nobody here wrote: Debian's {@code kcat}. */
record Kcat(String kafka, Path folder) {

    /** Skips a test where it is not installed, except where everything has to be. */
    static void assumeInstalled() {
        var installed = Stream.of(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kcat")));
        assertThat(installed || !"true".equals(System.getenv("CI")))
                .as("kcat is installed where CI=true")
                .isTrue();
        assumeTrue(installed, "kcat is not installed: clients on librdkafka are not tested");
    }

    /** Where librdkafka's default partitioner puts a key. */
    static int partition(String key, int partitions) {
        var crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % partitions);
    }

    /** Writes a record to a partition that it names. */
    void produce(String topic, int partition, String key, byte[] value) throws IOException, InterruptedException {
        produce(List.of("-p", String.valueOf(partition)), topic, key, value);
    }

    /** Writes a record where its default partitioner wants it. */
    void produce(String topic, String key, byte[] value) throws IOException, InterruptedException {
        produce(List.of(), topic, key, value);
    }

    private void produce(List<String> options, String topic, String key, byte[] value)
            throws IOException, InterruptedException {
        var file = Files.write(folder.resolve("value"), value);
        var arguments = new ArrayList<>(List.of("-P", "-t", topic, "-k", key));
        arguments.addAll(options);
        arguments.add(file.toString());
        run(arguments);
    }

    /** Reads a topic to its end: key, partition and headers of each record. */
    List<String> consume(String topic) throws IOException, InterruptedException {
        return run(List.of("-C", "-t", topic, "-o", "beginning", "-e", "-q", "-f", "%k %p %h\\n"))
                .lines()
                .toList();
    }

    private String run(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("kcat", "-b", kafka));
        command.addAll(arguments);
        var output = folder.resolve("output").toFile();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        var ended = process.waitFor(20, TimeUnit.SECONDS);
        process.destroyForcibly();
        var said = Files.readString(output.toPath());
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", command, said)
                .isTrue();
        return said;
    }
}
