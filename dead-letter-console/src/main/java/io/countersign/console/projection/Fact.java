package io.countersign.console.projection;

import io.countersign.console.desk.Arrival;
import io.countersign.console.desk.Change;
import io.countersign.console.desk.IntentKey;
import io.countersign.console.desk.Position;
import io.countersign.console.desk.RawBytes;
import io.countersign.console.desk.Remark;
import io.countersign.console.desk.SessionKey;
import io.countersign.console.desk.Wording;
import org.jspecify.annotations.Nullable;

/** One record of the log as the desk keeps it. */
public sealed interface Fact {

    /** Where the record lies. */
    Position position();

    /** A letter came, with the bytes that it is about. */
    record Arrived(
            Position position,
            Arrival arrival,
            @Nullable RawBytes key,
            @Nullable RawBytes value) implements Fact {}

    /** An intent changed. */
    record Changed(Position position, Change change) implements Fact {}

    /** An intent's free text, as it is now. */
    record Worded(Position position, IntentKey intent, Wording wording) implements Fact {}

    /** An intent's free text is to be forgotten. */
    record Erased(Position position, IntentKey intent) implements Fact {}

    /** A record that means nothing to the desk, or that another part writes a letter about. */
    record Passed(Position position) implements Fact {}

    /** A user ended a session before its time. */
    record Revoked(Position position, SessionKey session) implements Fact {}

    /** A reviewer sent a decision. */
    record Remarked(Position position, Remark remark) implements Fact {}
}
