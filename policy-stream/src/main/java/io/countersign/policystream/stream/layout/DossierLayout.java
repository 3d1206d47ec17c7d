package io.countersign.policystream.stream.layout;

import io.countersign.policystream.lifecycle.Attempt;
import io.countersign.policystream.lifecycle.Dossier;
import io.countersign.policystream.lifecycle.Input.Vote;
import io.countersign.policystream.lifecycle.ReportStatus;
import io.countersign.policystream.lifecycle.Request;
import io.countersign.policystream.policy.Reason;
import io.countersign.policystream.store.ValueReader;
import io.countersign.policystream.store.ValueWriter;
import java.util.List;

/** What is known of an intent in every state. */
final class DossierLayout {
    private static final List<ReportStatus> STATUSES = List.of(ReportStatus.values());

    private DossierLayout() {}

    static void write(ValueWriter out, Dossier dossier) {
        request(out, dossier.request());
        out.number(dossier.version());
        out.text(dossier.summary());
        out.list(dossier.attempts(), DossierLayout::attempt);
        out.number(dossier.begun());
        out.number(dossier.idle());
        out.optional(dossier.idleSince(), ValueWriter::instant);
        out.list(dossier.metRules(), ValueWriter::text);
        out.list(dossier.votes(), DossierLayout::vote);
        out.text(dossier.cancelledBy());
        out.flag(dossier.doubted());
        out.text(dossier.code());
        out.list(dossier.reasons(), DossierLayout::reason);
        out.text(dossier.actor());
        out.instant(dossier.since());
        out.optional(dossier.trace(), MemoryLayout::trace);
    }

    static Dossier read(ValueReader in) {
        return new Dossier(
                request(in),
                in.number(),
                in.text(),
                in.list(DossierLayout::attempt),
                in.smallNumber(),
                in.smallNumber(),
                in.optional(ValueReader::instant),
                in.list(ValueReader::text),
                in.list(DossierLayout::vote),
                in.optionalText(),
                in.flag(),
                in.optionalText(),
                in.list(DossierLayout::reason),
                in.text(),
                in.instant(),
                in.optional(MemoryLayout::trace));
    }

    private static void request(ValueWriter out, Request request) {
        out.text(request.id());
        out.text(request.tenant());
        out.text(request.user());
        out.text(request.agent());
        out.text(request.team());
        out.text(request.session());
        out.text(request.action());
        out.text(request.parameters());
        out.text(request.model());
        out.optional(request.maxTokens(), ValueWriter::number);
        out.optional(request.inputTokens(), ValueWriter::number);
        out.text(request.justification());
        out.flag(request.confidential());
        out.optional(request.deadline(), ValueWriter::instant);
        out.flag(request.defer());
        out.list(request.roles(), ValueWriter::text);
        out.text(request.replyTo());
        out.bytes(request.nonce());
        out.text(request.digest());
        out.instant(request.submittedAt());
        out.text(request.parent());
        out.text(request.traceparent());
    }

    private static Request request(ValueReader in) {
        return new Request(
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.optionalText(),
                in.optionalText(),
                in.text(),
                in.text(),
                in.optionalText(),
                in.optional(ValueReader::number),
                in.optional(ValueReader::number),
                in.optionalText(),
                in.flag(),
                in.optional(ValueReader::instant),
                in.flag(),
                in.list(ValueReader::text),
                in.optionalText(),
                in.bytes(),
                in.text(),
                in.instant(),
                in.optionalText(),
                in.optionalText());
    }

    private static void attempt(ValueWriter out, Attempt attempt) {
        out.number(attempt.number());
        out.list(attempt.holds(), BudgetLayout::hold);
        out.flag(attempt.idempotent());
        out.flag(attempt.granted());
        out.duration(attempt.timeout());
        out.instant(attempt.approvedAt());
        out.instant(attempt.startBy());
        out.optional(attempt.startedAt(), ValueWriter::instant);
        out.text(attempt.run());
        out.optional(attempt.leaseUntil(), ValueWriter::instant);
        out.flag(attempt.refusedStart());
        out.optional(attempt.end(), ValueWriter::choice);
        out.optional(attempt.tariff(), BudgetLayout::tariff);
        out.text(attempt.executor());
        out.flag(attempt.found());
        out.flag(attempt.again());
        out.flag(attempt.noEffect());
    }

    private static Attempt attempt(ValueReader in) {
        return new Attempt(
                in.smallNumber(),
                in.list(BudgetLayout::hold),
                in.flag(),
                in.flag(),
                in.duration(),
                in.instant(),
                in.instant(),
                in.optional(ValueReader::instant),
                in.optionalText(),
                in.optional(ValueReader::instant),
                in.flag(),
                in.optional(status -> status.choice(STATUSES)),
                in.optional(BudgetLayout::tariff),
                in.version() < 4 ? null : in.optionalText(),
                in.version() >= 5 && in.flag(),
                in.version() >= 6 && in.flag(),
                in.version() >= 6 && in.flag());
    }

    private static void vote(ValueWriter out, Vote vote) {
        out.text(vote.reviewer());
        out.flag(vote.outsider());
        out.list(vote.roles(), ValueWriter::text);
    }

    private static Vote vote(ValueReader in) {
        return new Vote(in.text(), in.flag(), in.list(ValueReader::text));
    }

    private static void reason(ValueWriter out, Reason reason) {
        out.text(reason.code());
        out.text(reason.rule());
        out.text(reason.message());
    }

    private static Reason reason(ValueReader in) {
        return new Reason(in.text(), in.optionalText(), in.text());
    }
}
