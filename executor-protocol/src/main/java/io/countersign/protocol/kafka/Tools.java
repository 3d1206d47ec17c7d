package io.countersign.protocol.kafka;

import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ActionListener;

/** What every delivery and execution of a process works with. */
record Tools(
        ApprovalReader reader,
        ControlLog controls,
        OutcomeLog outcomes,
        LetterLog letters,
        RunningAttempts attempts,
        ActionHandler handler,
        ActionListener listener) {}
