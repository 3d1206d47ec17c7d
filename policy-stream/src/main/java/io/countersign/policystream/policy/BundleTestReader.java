package io.countersign.policystream.policy;

import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Code;
import io.countersign.contract.MalformedJson;
import io.countersign.policystream.policy.expression.Words;
import io.countersign.policystream.policy.yaml.Findings;
import io.countersign.policystream.policy.yaml.Value;
import io.countersign.policystream.policy.yaml.Value.Members;
import io.countersign.policystream.policy.yaml.ValueJson;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads documents of kind Test. Whoever a test does not name is user, agent and tenant "test". */
final class BundleTestReader {
    private static final String SOMEBODY = "test";

    /** The time of tests that do not name one: a Monday morning. */
    private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");

    /** Instants that expressions and windows can be asked about. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Findings findings;

    BundleTestReader(Findings findings) {
        this.findings = findings;
    }

    Optional<BundleTest> read(Fields fields) {
        String name = fields.requiredText("name");
        fields.demand("intent");
        fields.demand("expect");
        var intent = fields.map("intent").orElse(null);
        var expect = fields.map("expect").orElse(null);
        var given = GivenReader.read(fields);
        fields.done();
        if (intent == null || expect == null) {
            return Optional.empty();
        }
        var question = question(intent, given);
        Verdict verdict = expect.required("verdict", expect.choice("verdict", Verdict.class), Verdict.ALLOW);
        Placed rule = expect.text("rule")
                .map(text -> new Placed(expect.line("rule"), text))
                .orElse(null);
        String code = code(expect, verdict);
        Boolean answered = answered(expect, verdict);
        Placed onFailure = onFailure(expect, verdict);
        expect.done();
        return Optional.of(new BundleTest(
                fields.line("name"), name, fields.what(), question, given, verdict, rule, code, answered, onFailure));
    }

    private Question question(Fields intent, Given given) {
        var principal = new Principal(
                intent.text("tenant").orElse(SOMEBODY),
                intent.text("user").orElse(SOMEBODY),
                intent.text("team").orElse(null),
                intent.text("agent").orElse(SOMEBODY),
                intent.texts("roles").stream().map(Placed::text).toList());
        var question = new Question(
                principal,
                intent.requiredText("action"),
                parameters(intent),
                intent.text("model").orElse(null),
                tokens(intent, "inputTokens"),
                tokens(intent, "maxTokens"),
                session(intent),
                now(intent),
                given,
                false);
        intent.done();
        return question;
    }

    /** A text names a session that nobody has opened; a map is an opened one. */
    private SessionStanding session(Fields intent) {
        if (!intent.has("session")) {
            return SessionStanding.NONE;
        }
        if (intent.value("session").orElse(null) instanceof Members) {
            return intent.map("session").map(this::opened).orElse(SessionStanding.UNKNOWN);
        }
        intent.text("session");
        return SessionStanding.UNKNOWN;
    }

    private SessionStanding opened(Fields session) {
        int before = findings.problemCount();
        var grants = session.required("grants", session.someMaps("grants"), List.<Fields>of());
        var allowed = grants.stream().map(BundleTestReader::taskGrant).toList();
        session.done();
        if (findings.problemCount() == before) {
            TaskGrants.problems(allowed).forEach(problem -> session.problem("grants", problem));
        }
        return new SessionStanding.Opened(allowed);
    }

    private static TaskGrant taskGrant(Fields grant) {
        var allowed =
                new TaskGrant(grant.requiredText("action"), grant.text("when").orElse(null));
        grant.done();
        return allowed;
    }

    private String parameters(Fields intent) {
        Value value = intent.value("parameters").orElse(null);
        if (value == null) {
            return "{}";
        }
        if (!(value instanceof Members)) {
            intent.problem("parameters", "must be a map, not " + value.kind());
            return "{}";
        }
        try {
            return CanonicalJson.write(ValueJson.read(value));
        } catch (MalformedJson e) {
            findings.problem(value.line(), intent.what() + ": parameters: " + e.getMessage());
            return "{}";
        }
    }

    private static @Nullable Long tokens(Fields intent, String field) {
        return intent.has(field) ? Long.valueOf(intent.count(field, 0, 0, Integer.MAX_VALUE)) : null;
    }

    private static Instant now(Fields intent) {
        String text = intent.text("now").orElse(null);
        if (text == null) {
            return NOW;
        }
        try {
            var now = Instant.parse(text);
            if (now.isBefore(EARLIEST) || now.isAfter(LATEST)) {
                intent.problem("now", "must be from " + EARLIEST + " to " + LATEST);
                return NOW;
            }
            return now;
        } catch (DateTimeParseException e) {
            intent.problem("now", "must be an instant such as 2026-01-05T09:00:00Z");
            return NOW;
        }
    }

    private static @Nullable Boolean answered(Fields expect, Verdict verdict) {
        boolean answered = expect.truth("answered", false);
        if (answered && verdict != Verdict.ALLOW) {
            expect.problem("answered", "goes with the verdict allow only");
        }
        return expect.has("answered") ? Boolean.valueOf(answered) : null;
    }

    private static @Nullable Placed onFailure(Fields expect, Verdict verdict) {
        var answer = expect.text("onFailure")
                .map(text -> new Placed(expect.line("onFailure"), text))
                .orElse(null);
        if (answer != null && verdict == Verdict.REJECT) {
            expect.problem("onFailure", "does not go with the verdict reject");
        }
        return answer;
    }

    private static @Nullable String code(Fields expect, Verdict verdict) {
        String code = expect.text("code").orElse(null);
        if (code != null
                && Stream.of(Code.values()).noneMatch(known -> known.name().equals(code))) {
            expect.problem("code", "there is no code '" + Words.clean(code) + "'");
        }
        if (code != null && verdict != Verdict.REJECT) {
            expect.problem("code", "goes with the verdict reject only");
        }
        return code;
    }
}
