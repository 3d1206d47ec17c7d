package io.countersign.policystream.lifecycle;

import io.countersign.policystream.policy.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an intent in whatever state it is.
 *
 * @param version numbers its events, from 1
 * @param summary the action in words
 * @param attempts its hand-offs, in order
 * @param begun how many of them began
 * @param idle hand-offs that never began since one last did, freezes left out
 * @param idleSince when the first of those was approved
 * @param metRules hold rules whose clauses people have met
 * @param votes who has approved it so far
 * @param cancelledBy who asked to end it, once somebody has
 * @param code the present refusal's code
 * @param reasons of the latest decision
 * @param actor who made the latest decision
 * @param since when the state began, in broker time
 */
public record Dossier(
        Request request,
        long version,
        String summary,
        List<Attempt> attempts,
        int begun,
        int idle,
        @Nullable Instant idleSince,
        List<String> metRules,
        List<Input.Vote> votes,
        @Nullable String cancelledBy,
        @Nullable String code,
        List<Reason> reasons,
        String actor,
        Instant since) {

    public Dossier {
        attempts = List.copyOf(attempts);
        metRules = List.copyOf(metRules);
        votes = List.copyOf(votes);
        reasons = List.copyOf(reasons);
    }

    static Dossier opened(Request request, Instant now) {
        return new Dossier(
                request,
                0,
                request.action(),
                List.of(),
                0,
                0,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                request.agent(),
                now);
    }

    /** The latest hand-off. */
    public Optional<Attempt> lastAttempt() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    /** The hand-off of this number. */
    public Optional<Attempt> attempt(int number) {
        return attempts.stream().filter(attempt -> attempt.number() == number).findFirst();
    }

    /** The number of the next hand-off. */
    int nextAttempt() {
        return lastAttempt().map(Attempt::number).orElse(0) + 1;
    }

    boolean cancelNoted() {
        return cancelledBy != null;
    }

    Dossier decided(@Nullable String refusal, List<Reason> because, String by, Instant at) {
        return new Dossier(
                request,
                version + 1,
                summary,
                attempts,
                begun,
                idle,
                idleSince,
                metRules,
                votes,
                cancelledBy,
                refusal,
                because,
                by,
                at);
    }

    /** One more event that leaves the present decision, its refusal and its reasons as they are. */
    Dossier noted(String by) {
        return new Dossier(
                request,
                version + 1,
                summary,
                attempts,
                begun,
                idle,
                idleSince,
                metRules,
                votes,
                cancelledBy,
                code,
                reasons,
                by,
                since);
    }

    Dossier summarized(String words) {
        return new Dossier(
                request,
                version,
                words,
                attempts,
                begun,
                idle,
                idleSince,
                metRules,
                votes,
                cancelledBy,
                code,
                reasons,
                actor,
                since);
    }

    Dossier with(Attempt changed) {
        var list = new ArrayList<>(attempts);
        list.removeIf(attempt -> attempt.number() == changed.number());
        list.add(changed);
        list.sort((a, b) -> Integer.compare(a.number(), b.number()));
        return with(list);
    }

    Dossier with(List<Attempt> changed) {
        return new Dossier(
                request,
                version,
                summary,
                changed,
                begun,
                idle,
                idleSince,
                metRules,
                votes,
                cancelledBy,
                code,
                reasons,
                actor,
                since);
    }

    Dossier begunOnce() {
        return new Dossier(
                request,
                version,
                summary,
                attempts,
                begun + 1,
                0,
                null,
                metRules,
                votes,
                cancelledBy,
                code,
                reasons,
                actor,
                since);
    }

    Dossier idledOnce(Instant approvedAt) {
        var from = idleSince == null ? approvedAt : idleSince;
        return new Dossier(
                request,
                version,
                summary,
                attempts,
                begun,
                idle + 1,
                from,
                metRules,
                votes,
                cancelledBy,
                code,
                reasons,
                actor,
                since);
    }

    Dossier voted(List<Input.Vote> all, List<String> met) {
        return new Dossier(
                request,
                version,
                summary,
                attempts,
                begun,
                idle,
                idleSince,
                met,
                all,
                cancelledBy,
                code,
                reasons,
                actor,
                since);
    }

    Dossier cancelNotedBy(String who) {
        return new Dossier(
                request, version, summary, attempts, begun, idle, idleSince, metRules, votes, who, code, reasons, actor,
                since);
    }
}
