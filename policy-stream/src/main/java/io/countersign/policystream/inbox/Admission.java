package io.countersign.policystream.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Code;
import io.countersign.contract.IntentIds;
import io.countersign.contract.MalformedJson;
import io.countersign.door.PastToken;
import io.countersign.door.identity.Caller;
import io.countersign.policystream.replytopic.ReplyTopicRule;
import io.countersign.submission.Draft;
import io.countersign.submission.Reading;
import io.countersign.submission.Refusal;
import io.countersign.submission.Submission;
import io.countersign.submission.SubmissionRules;
import io.countersign.submission.WhenOverBudget;
import io.countersign.v1.Intent;
import io.countersign.v1.OnQuota;
import io.countersign.wire.WireFormat;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a record of the inbox: who sent it, whether it is what every door takes, and what is handed over.
 * Whatever the bytes are, the answer is a value; only an issuer, a registry or a broker that is away throws.
 */
public final class Admission {

    private final Senders senders;
    private final WireFormat wire;
    private final SubmissionRules rules;
    private final ReplyTopicRule replies;
    private final Supplier<byte[]> nonces;

    /** @param nonces makes the secrets behind leases, of which each is used once */
    public Admission(
            Senders senders, WireFormat wire, SubmissionRules rules, ReplyTopicRule replies, Supplier<byte[]> nonces) {
        this.senders = senders;
        this.wire = wire;
        this.rules = rules;
        this.replies = replies;
        this.nonces = nonces;
    }

    /** Decides. Nobody's bytes are read before it is known who sent them. */
    Verdict decide(InboxRecord record) {
        return switch (senders.identify(record.headers(), record.appended())) {
            case PastToken.Good(var caller) -> read(record, caller);
            case PastToken.Bad(var why) -> new Verdict.Refused(Code.UNAUTHENTICATED, why, null, null);
            case PastToken.OfAnotherKey unknown ->
                throw new IllegalStateException("whether a key is the issuer's is found out before");
        };
    }

    private Verdict read(InboxRecord record, Caller caller) {
        return switch (wire.decode(record.topic(), record.value(), Intent.class)) {
            case io.countersign.wire.Reading.Decoded<Intent>(var written) ->
                switch (submission(written, caller)) {
                    case Submission submission ->
                        new Verdict.Admitted(caller.owner(), intent(record, written, submission, caller));
                    case Refusal(var code, var detail) -> new Verdict.Refused(code, detail, caller.owner(), null);
                };
            case io.countersign.wire.Reading.Unreadable<Intent>(var reason, var message, var cause) ->
                new Verdict.Refused(Code.UNREADABLE, reason + ": " + message, caller.owner(), cause);
        };
    }

    private Reading submission(Intent written, Caller caller) {
        var claim = falseClaim(written, caller);
        if (claim != null) {
            return Refusal.malformed("\"" + claim + "\" is not what the token says: leave it empty");
        }
        if (written.getOnQuota() == OnQuota.UNRECOGNIZED) {
            return Refusal.malformed("\"onQuota\" is neither REJECT nor DEFER");
        }
        var replyTo = written.getReplyTo();
        if (replyTo != null) {
            var fault = replies.fault(caller.owner().tenant(), replyTo);
            if (fault.isPresent()) {
                return Refusal.malformed(
                        "\"replyTo\" names a topic that " + fault.get().words());
            }
        }
        try {
            return CanonicalJson.parse(written.getParameters()) instanceof ObjectNode parameters
                    ? rules.read(draft(written, parameters))
                    : Refusal.malformed("\"parameters\" is not the text of a JSON object");
        } catch (MalformedJson e) {
            return new Refusal(e.code(), "\"parameters\": " + e.getMessage());
        }
    }

    /** The member by which a record says that somebody else sent it than its token says. */
    private static @Nullable String falseClaim(Intent written, Caller caller) {
        if (differs(written.getTenant(), caller.owner().tenant())) {
            return "tenant";
        }
        if (differs(written.getUser(), caller.owner().user())) {
            return "user";
        }
        if (differs(written.getAgent(), caller.agent())) {
            return "agent";
        }
        if (differs(written.getTeam(), caller.team())) {
            return "team";
        }
        var roles = Set.copyOf(written.getRoles());
        return roles.isEmpty() || roles.equals(Set.copyOf(caller.roles())) ? null : "roles";
    }

    private static boolean differs(@Nullable String written, @Nullable String told) {
        return written != null && !written.isEmpty() && !written.equals(told);
    }

    private static Draft draft(Intent written, ObjectNode parameters) {
        return new Draft(
                written.getAction(),
                parameters,
                written.getSession(),
                written.getModel(),
                written.getMaxTokens(),
                written.getJustification(),
                written.getPrivate$(),
                written.getDeadline(),
                written.getOnQuota() == OnQuota.DEFER ? WhenOverBudget.DEFER : WhenOverBudget.REJECT,
                written.getId().isEmpty() ? null : written.getId());
    }

    /** What the sender wrote, with everything that is not the sender's to say put in its place. */
    private Intent intent(InboxRecord record, Intent written, Submission submission, Caller caller) {
        return Intent.newBuilder(written)
                .setId(id(record, submission, caller))
                .setTenant(caller.owner().tenant())
                .setUser(caller.owner().user())
                .setAgent(caller.agent())
                .setTeam(caller.team())
                .setRoles(caller.roles())
                .setParameters(submission.parameters())
                .setInputTokens(submission.inputTokens())
                .setNonce(ByteBuffer.wrap(nonces.get()))
                .setSubmittedAt(record.appended())
                .build();
    }

    /** What the sender wrote as the id is its idempotency key. */
    private static String id(InboxRecord record, Submission submission, Caller caller) {
        var key = submission.idempotencyKey();
        return key == null
                ? IntentIds.ofRecord(record.topic(), record.partition(), record.offset(), record.appended())
                : IntentIds.derived(caller.owner(), caller.agent(), key);
    }
}
