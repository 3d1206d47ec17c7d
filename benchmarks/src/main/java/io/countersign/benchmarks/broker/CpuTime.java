package io.countersign.benchmarks.broker;

import java.time.Duration;

/** How much processor time processes have taken. */
final class CpuTime {

    private CpuTime() {}

    static Duration ofThisProcess() {
        return of(ProcessHandle.current());
    }

    /** Of everything that this process started and that runs. */
    static Duration ofChildren() {
        return ProcessHandle.current().descendants().map(CpuTime::of).reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
