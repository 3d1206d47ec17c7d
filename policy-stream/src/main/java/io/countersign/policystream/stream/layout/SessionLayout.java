package io.countersign.policystream.stream.layout;

import io.countersign.policystream.policy.TaskGrant;
import io.countersign.policystream.session.OpenSessions;
import io.countersign.policystream.session.OpenedSession;
import io.countersign.policystream.store.ValueReader;
import io.countersign.policystream.store.ValueWriter;

/** Sessions that users opened. */
final class SessionLayout {

    private SessionLayout() {}

    static void opened(ValueWriter out, OpenedSession session) {
        out.text(session.id());
        out.text(session.agent());
        out.list(session.grants(), SessionLayout::grant);
        out.text(session.client());
        out.text(session.digest());
        out.instant(session.until());
        out.flag(session.revoked());
    }

    static OpenedSession opened(ValueReader in) {
        return new OpenedSession(
                in.text(),
                in.optionalText(),
                in.list(SessionLayout::grant),
                in.text(),
                in.text(),
                in.instant(),
                in.flag());
    }

    private static void grant(ValueWriter out, TaskGrant grant) {
        out.text(grant.action());
        out.text(grant.when());
    }

    private static TaskGrant grant(ValueReader in) {
        return new TaskGrant(in.text(), in.optionalText());
    }

    static void open(ValueWriter out, OpenSessions open) {
        out.map(open.until(), ValueWriter::instant);
    }

    static OpenSessions open(ValueReader in) {
        return new OpenSessions(in.map(ValueReader::instant));
    }
}
