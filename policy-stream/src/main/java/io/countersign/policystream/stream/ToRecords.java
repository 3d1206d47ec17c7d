package io.countersign.policystream.stream;

import io.countersign.contract.Capabilities;
import io.countersign.contract.IdempotencyKey;
import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.budget.Movement;
import io.countersign.policystream.budget.Shortage;
import io.countersign.policystream.budget.Threshold;
import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.lifecycle.Dossier;
import io.countersign.policystream.lifecycle.Fault;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.Judgement;
import io.countersign.policystream.policy.Reason;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.BudgetEntry;
import io.countersign.v1.IntentContent;
import io.countersign.v1.LetterIntent;
import io.countersign.v1.OutcomeError;
import io.countersign.v1.ReasonFact;
import io.countersign.v1.ReasonText;
import io.countersign.v1.Usage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The core's values become records here, and only here. */
final class ToRecords {

    private ToRecords() {}

    /** The approval of the dossier's last attempt, not signed yet. */
    static ApprovedIntent approval(Consequence.HandedOver handedOver, String policyVersion, String decisionId) {
        var dossier = handedOver.dossier();
        var admitted = handedOver.admitted();
        var request = dossier.request();
        var attempt = dossier.attempts().getLast();
        var cache = request.confidential() ? null : admitted.action().cache();
        return ApprovedIntent.newBuilder()
                .setId(request.id())
                .setTenant(request.tenant())
                .setUser(request.user())
                .setAgent(request.agent())
                .setSession(request.session())
                .setAction(request.action())
                .setParameters(request.parameters())
                .setSummary(dossier.summary())
                .setModel(request.model())
                .setMaxTokens(request.maxTokens())
                .setPrivate$(request.confidential())
                .setAttempt(attempt.number())
                .setLease(attempt.lease(request))
                .setIdempotent(attempt.idempotent())
                .setIdempotencyKey(IdempotencyKey.of(request.tenant(), request.user(), request.id()))
                .setTimeoutMillis(attempt.timeout().toMillis())
                .setStartBy(attempt.startBy())
                .setDeadline(request.deadline())
                .setReservedTokens(admitted.reservedTokens())
                .setMaxOutputTokens(admitted.maxOutputTokens())
                .setCache(cache == null ? null : cache.scope().name().toLowerCase(Locale.ROOT))
                .setCacheMillis(cache == null ? null : cache.ttl().toMillis())
                .setFallbacks(fallbacks(admitted))
                .setExecutor(admitted.action().executor())
                .setPolicyVersion(policyVersion)
                .setDecisionId(decisionId)
                .setDigest(request.digest())
                .setKeyId("")
                .setSignature("")
                .build();
    }

    private static @Nullable List<String> fallbacks(Judgement.Admitted admitted) {
        var tariff = admitted.tariff();
        return tariff == null || tariff.fallbacks().isEmpty() ? null : tariff.fallbacks();
    }

    static IntentContent content(Dossier dossier, Consequence.Words words) {
        var request = dossier.request();
        return IntentContent.newBuilder()
                .setParameters(request.parameters())
                .setSummary(dossier.summary())
                .setJustification(request.justification())
                .setReasons(texts(words.reasons()))
                .setResult(words.result())
                .setError(error(words.fault()))
                .setSalt(ByteBuffer.wrap(Capabilities.salt(request.nonce())))
                .build();
    }

    static LetterIntent letterIntent(Consequence.Lettered letter) {
        var request = letter.dossier().request();
        var action = letter.action();
        return LetterIntent.newBuilder()
                .setId(request.id())
                .setTenant(request.tenant())
                .setUser(request.user())
                .setAgent(request.agent())
                .setTeam(request.team())
                .setSession(request.session())
                .setAction(request.action())
                .setParameters(request.parameters())
                .setSummary(letter.dossier().summary())
                .setModel(request.model())
                .setMaxTokens(request.maxTokens())
                .setPrivate$(request.confidential())
                .setDeadline(request.deadline())
                .setRoles(request.roles())
                .setJustification(request.justification())
                .setSubmittedAt(request.submittedAt())
                .setApprovalGroups(groups(letter.clauses()))
                .setApprovalQuorum(letter.clauses().stream()
                        .mapToInt(ApprovalClause::quorum)
                        .max()
                        .orElse(0))
                .setApproveBy(letter.approveBy())
                .setEffect(action == null ? "" : action.effect().name().toLowerCase(Locale.ROOT))
                .setLabels(action == null ? List.of() : action.labels())
                .build();
    }

    static List<BudgetEntry> budget(List<Movement> movements) {
        return movements.stream()
                .map(movement -> entry(
                        movement.budget(),
                        movement.unit().text(),
                        movement.window().text(),
                        movement.window().countsUntil(),
                        movement.after().limit(),
                        movement.before(),
                        movement.after()))
                .toList();
    }

    /** All that counts, as it stands: nothing moves by telling it. */
    static BudgetEntry budget(Threshold threshold) {
        return entry(
                threshold.budget(),
                threshold.unit().text(),
                threshold.window().spanText(),
                threshold.window().countsUntil(),
                threshold.balance().limit(),
                threshold.balance(),
                threshold.balance());
    }

    static List<BudgetEntry> shortages(List<Shortage> shortages) {
        return shortages.stream().map(ToRecords::shortage).toList();
    }

    private static BudgetEntry shortage(Shortage shortage) {
        var claim = shortage.claim();
        var balance = shortage.balance();
        return entry(
                claim.budget(),
                claim.unit().text(),
                claim.window().spanText(),
                shortage.opensAt(),
                claim.limit(),
                balance,
                balance);
    }

    static List<ReasonText> texts(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> new ReasonText(reason.code(), reason.rule(), reason.message()))
                .toList();
    }

    static List<ReasonFact> facts(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> new ReasonFact(reason.code(), reason.rule()))
                .toList();
    }

    static @Nullable Usage usage(@Nullable Consumption used) {
        return used == null
                ? null
                : new Usage(
                        used.inputTokens(),
                        used.outputTokens(),
                        used.cachedTokens(),
                        used.costMicros(),
                        used.counted(),
                        used.model());
    }

    private static BudgetEntry entry(
            String name, String unit, String window, Instant opensAt, long limit, Balance before, Balance after) {
        return BudgetEntry.newBuilder()
                .setName(name)
                .setWindow(window)
                .setUnit(unit)
                .setLimit(limit)
                .setHeld(after.held())
                .setSettled(after.settled())
                .setBefore(before.used())
                .setAfter(after.used())
                .setOverrun(after.overrun())
                .setOpensAt(opensAt)
                .build();
    }

    private static List<String> groups(List<ApprovalClause> clauses) {
        return clauses.stream()
                .flatMap(clause -> clause.groups().stream())
                .distinct()
                .toList();
    }

    private static @Nullable OutcomeError error(@Nullable Fault fault) {
        return fault == null ? null : new OutcomeError(fault.code(), fault.message(), fault.retryAfterMillis());
    }
}
