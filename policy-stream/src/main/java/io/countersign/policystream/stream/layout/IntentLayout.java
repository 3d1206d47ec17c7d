package io.countersign.policystream.stream.layout;

import io.countersign.policystream.lifecycle.Fault;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.lifecycle.IntentState.Approved;
import io.countersign.policystream.lifecycle.IntentState.Dead;
import io.countersign.policystream.lifecycle.IntentState.Deferred;
import io.countersign.policystream.lifecycle.IntentState.End;
import io.countersign.policystream.lifecycle.IntentState.Ended;
import io.countersign.policystream.lifecycle.IntentState.Held;
import io.countersign.policystream.lifecycle.IntentState.Retrying;
import io.countersign.policystream.lifecycle.IntentState.Running;
import io.countersign.policystream.lifecycle.IntentState.Ticket;
import io.countersign.policystream.lifecycle.IntentState.Unknown;
import io.countersign.policystream.lifecycle.Probing;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.store.ValueReader;
import io.countersign.policystream.store.ValueWriter;
import java.util.List;

/** An intent's state: which one, what is known of the intent in every state, and what is the state's own. */
final class IntentLayout {
    private static final int DEFERRED = 1;
    private static final int HELD = 2;
    private static final int APPROVED = 3;
    private static final int RUNNING = 4;
    private static final int RETRYING = 5;
    private static final int UNKNOWN = 6;
    private static final int DEAD = 7;
    private static final int ENDED = 8;

    private static final List<End> ENDS = List.of(End.values());

    private IntentLayout() {}

    static void write(ValueWriter out, IntentState state) {
        out.number(kind(state));
        DossierLayout.write(out, state.dossier());
        switch (state) {
            case Deferred deferred -> {
                out.instant(deferred.until());
                out.number(deferred.place().number());
                out.list(deferred.place().budgets(), ValueWriter::text);
                out.instant(deferred.since());
            }
            case Held held -> {
                out.list(held.clauses(), IntentLayout::clause);
                out.instant(held.approveBy());
                out.number(held.freshFrom());
            }
            case Retrying retrying -> {
                out.instant(retrying.at());
                out.instant(retrying.since());
            }
            case Ended ended -> {
                out.choice(ended.end());
                out.text(ended.replacedBy());
            }
            case Approved approved -> {}
            case Running running -> {}
            case Unknown unknown -> out.optional(unknown.probing(), IntentLayout::probing);
            case Dead dead -> {}
        }
    }

    static IntentState read(ValueReader in) {
        int kind = in.smallNumber();
        var dossier = DossierLayout.read(in);
        return switch (kind) {
            case DEFERRED ->
                new Deferred(dossier, in.instant(), new Ticket(in.number(), in.list(ValueReader::text)), in.instant());
            case HELD -> new Held(dossier, in.list(IntentLayout::clause), in.instant(), in.number());
            case APPROVED -> new Approved(dossier);
            case RUNNING -> new Running(dossier);
            case RETRYING -> new Retrying(dossier, in.instant(), in.instant());
            case UNKNOWN -> new Unknown(dossier, in.version() < 2 ? null : in.optional(IntentLayout::probing));
            case DEAD -> new Dead(dossier);
            case ENDED -> new Ended(dossier, in.choice(ENDS), in.optionalText());
            default -> throw new IllegalStateException("no state has the number " + kind);
        };
    }

    private static int kind(IntentState state) {
        return switch (state) {
            case Deferred any -> DEFERRED;
            case Held any -> HELD;
            case Approved any -> APPROVED;
            case Running any -> RUNNING;
            case Retrying any -> RETRYING;
            case Unknown any -> UNKNOWN;
            case Dead any -> DEAD;
            case Ended any -> ENDED;
        };
    }

    private static void probing(ValueWriter out, Probing probing) {
        out.instant(probing.until());
        out.optional(probing.next(), ValueWriter::instant);
        out.number(probing.asked());
        out.number(probing.answered());
        out.optional(probing.fault(), IntentLayout::fault);
    }

    private static Probing probing(ValueReader in) {
        return new Probing(
                in.instant(),
                in.optional(ValueReader::instant),
                in.smallNumber(),
                in.smallNumber(),
                in.optional(IntentLayout::fault));
    }

    private static void fault(ValueWriter out, Fault fault) {
        out.text(fault.code());
        out.text(fault.message());
        out.optional(fault.retryAfterMillis(), ValueWriter::number);
    }

    private static Fault fault(ValueReader in) {
        return new Fault(in.text(), in.text(), in.optional(ValueReader::number));
    }

    private static void clause(ValueWriter out, ApprovalClause clause) {
        out.text(clause.rule());
        out.list(clause.groups(), ValueWriter::text);
        out.number(clause.quorum());
        out.duration(clause.within());
    }

    private static ApprovalClause clause(ValueReader in) {
        return new ApprovalClause(in.text(), in.list(ValueReader::text), in.smallNumber(), in.duration());
    }
}
