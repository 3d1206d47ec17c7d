package io.countersign.benchmarks.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the deciding process spends its processor time, by samples of the JDK's Flight Recorder. A sample belongs to the
 * part whose code is nearest to the top of its stack. Where the JDK can sample processor time, native code counts too; an
 * older one sees Java code only, and less of RocksDB.
 */
final class Profile implements Round.Watch {

    private static final String CPU_TIME = "jdk.CPUTimeSample";
    private static final String EXECUTION = "jdk.ExecutionSample";
    private static final Duration EVERY = Duration.ofMillis(10);

    private final Recording recording = new Recording();
    private final Map<Part, Integer> samples = new EnumMap<>(Part.class);

    @Override
    public void begin() {
        boolean seesProcessorTime = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .anyMatch(type -> type.getName().equals(CPU_TIME));
        if (seesProcessorTime) {
            recording.enable(CPU_TIME).with("throttle", EVERY.toMillis() + " ms");
        } else {
            recording.enable(EXECUTION).withPeriod(EVERY);
        }
        recording.start();
    }

    @Override
    public void end() throws IOException {
        var file = Files.createTempFile("countersign-bench", ".jfr");
        try (recording) {
            recording.stop();
            recording.dump(file);
            RecordingFile.readAllEvents(file).forEach(this::count);
        } finally {
            Files.delete(file);
        }
    }

    /** In per cent of all samples, every part. */
    Map<String, Double> shares() {
        double all = samples.values().stream().mapToInt(Integer::intValue).sum();
        var shares = new LinkedHashMap<String, Double>();
        for (var part : Part.values()) {
            shares.put(part.text(), 100 * samples.getOrDefault(part, 0) / Math.max(1, all));
        }
        return shares;
    }

    private void count(RecordedEvent event) {
        var stack = event.getStackTrace();
        if (stack != null) {
            var classes = stack.getFrames().stream()
                    .map(frame -> frame.getMethod().getType().getName())
                    .toList();
            samples.merge(Part.of(classes), 1, Integer::sum);
        }
    }
}
