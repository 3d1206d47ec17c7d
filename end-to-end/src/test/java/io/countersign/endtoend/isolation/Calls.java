package io.countersign.endtoend.isolation;

import static io.countersign.endtoend.isolation.Expectation.harmless;
import static io.countersign.endtoend.isolation.Expectation.own;
import static io.countersign.endtoend.isolation.Expectation.refused;
import static io.countersign.endtoend.isolation.Expectation.signInFirst;

import io.countersign.chaos.doors.Ask;
import io.countersign.chaos.doors.Format;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Adds rows about one service's calls in one format. */
final class Calls {
    private final String place;
    private final Format format;
    private final Callers callers;
    private final Doorway doorway;
    private final List<Row> rows;

    /** @param rows where they are added */
    Calls(String place, Format format, Callers callers, Doorway doorway, List<Row> rows) {
        this.place = place;
        this.format = format;
        this.callers = callers;
        this.doorway = doorway;
        this.rows = rows;
    }

    void row(String call, Caller who, String tried, Ask ask, Expectation expected) {
        var body = ask.body() == null ? "" : new String(ask.body(), StandardCharsets.UTF_8);
        add(
                call,
                who,
                tried,
                ask.target() + ask.headers() + body,
                caller -> doorway.ask(place, caller.asks(ask)),
                expected);
    }

    void add(String call, Caller who, String tried, String said, Row.Attempt attempt, Expectation expected) {
        rows.add(new Row(place, call, who, tried, said, attempt, format, expected));
    }

    /** Nobody gets in without a token, or with one that is not of this issuer. */
    void locked(String call, Ask ask) {
        row(call, callers.nobody(), "", ask, refused(401, "UNAUTHENTICATED"));
        row(call, callers.forger(), "", ask, refused(401, "UNAUTHENTICATED"));
    }

    /** She herself gets there: else the refusals of others would say nothing. */
    void hers(String call, Ask ask) {
        row(call, callers.ana(), "her own", ask, own());
    }

    void strangers(String call, String tried, Ask ask, Expectation expected) {
        callers.strangers().forEach(stranger -> row(call, stranger, tried, ask, expected));
    }

    /** Of operators: nobody gets in without the role. */
    void closed(String call, Ask ask) {
        locked(call, ask);
        strangers(call, "without the role", ask, refused(403, "FORBIDDEN"));
    }

    /** The same, and operators get there, whatever their tenant. */
    void operators(String call, Ask ask) {
        closed(call, ask);
        callers.operators().forEach(operator -> row(call, operator, "", ask, own()));
    }

    /** Of the desk: nobody gets in without the role, and another tenant's reviewer gets what is said. */
    void reviewers(String call, String tried, Ask ask, Expectation expected) {
        if (rows.stream()
                .noneMatch(row -> row.place().equals(place) && row.call().equals(call))) {
            if (format == Format.PAGE) {
                row(call, callers.nobody(), "", ask, signInFirst());
                row(call, callers.forger(), "", ask, signInFirst());
            } else {
                locked(call, ask);
            }
            callers.strangers()
                    .forEach(stranger -> row(call, stranger, "without the role", ask, refused(403, "FORBIDDEN")));
        }
        row(call, callers.foreignReviewer(), tried, ask, expected);
    }

    void channel(String call, String tried, String session, String message, Expectation expected) {
        callers.strangers()
                .forEach(stranger -> add(
                        call,
                        stranger,
                        tried,
                        session + message,
                        caller -> doorway.say(caller, session, message),
                        expected));
    }

    /** Open to everybody, and of nobody. */
    void signIn() {
        for (var ask : List.of(
                Ask.get("/sign-in"),
                Ask.get("/sign-in/provider"),
                Ask.get("/sign-in/return"),
                Ask.post("/sign-in", ""),
                Ask.post("/sign-out", ""))) {
            row(ask.toString(), callers.nobody(), "", ask, harmless());
        }
    }
}
