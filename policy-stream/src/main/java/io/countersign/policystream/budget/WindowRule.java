package io.countersign.policystream.budget;

import java.time.Instant;

/** Says which window an instant of broker time lies in. */
public sealed interface WindowRule permits FixedWindow, MonthWindow, RollingWindow {

    /** The window that contains {@code now}. */
    Window at(Instant now);
}
