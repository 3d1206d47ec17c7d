package io.countersign.door;

import io.countersign.door.admission.Admission;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** One admission for all ways into the process: what comes by a WebSocket takes of the same memory. */
final class AdmissionProducer {
    @Produces
    @Singleton
    Admission admission() {
        return Admission.ofHeap(Runtime.getRuntime().maxMemory());
    }
}
