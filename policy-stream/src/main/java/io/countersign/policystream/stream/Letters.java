package io.countersign.policystream.stream;

import io.countersign.contract.DerivedIds;
import io.countersign.contract.Topics;
import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.policy.Reason;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.Origin;
import io.countersign.v1.SideEffect;
import io.countersign.wire.LetterEvidence;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes letters. Their ids follow from the record behind them, so that the same record makes the same letters. */
final class Letters {

    private final Outputs out;
    private long lastOffset = -1;
    private String lastTopic = "";
    private int ofThisRecord;

    Letters(Outputs out) {
        this.out = out;
    }

    /** A letter about an intent. */
    void about(String owner, Consequence.Lettered letter, Arrival arrival, @Nullable Exception failure) {
        var dossier = letter.dossier();
        var request = dossier.request();
        var letterRecord = DeadLetter.newBuilder()
                .setId(nextId(arrival))
                .setIntentId(request.id())
                .setTenant(request.tenant())
                .setUser(request.user())
                .setCategory(LetterCategory.valueOf(letter.category().name()))
                .setReasons(ToRecords.texts(letter.reasons()))
                .setStage(letter.stage().name().toLowerCase(Locale.ROOT))
                .setIntent(ToRecords.letterIntent(letter))
                .setDigest(request.digest())
                .setVersion(dossier.version())
                .setAttempts(dossier.begun())
                .setSideEffect(SideEffect.valueOf(letter.sideEffect().name()))
                .setOrigin(origin(arrival))
                .setError(LetterEvidence.error(failure))
                .build();
        out.owned(Topics.DEAD_LETTER, owner, letterRecord, request.traceparent());
    }

    /** A letter about a record that is nobody's intent, with its bytes. */
    void unreadable(String stage, List<Reason> reasons, Arrival arrival, @Nullable Exception failure) {
        var letter = DeadLetter.newBuilder()
                .setId(nextId(arrival))
                .setCategory(LetterCategory.UNREADABLE)
                .setReasons(ToRecords.texts(reasons))
                .setStage(stage)
                .setOrigin(origin(arrival))
                .setError(LetterEvidence.error(failure));
        LetterEvidence.keepBytes(
                letter, arrival.record().key(), arrival.record().value());
        out.keyed(Topics.DEAD_LETTER, null, arrival.partition(), letter.build(), arrival.traceparent());
    }

    private String nextId(Arrival arrival) {
        boolean same = arrival.offset() == lastOffset && arrival.topic().equals(lastTopic);
        ofThisRecord = same ? ofThisRecord + 1 : 0;
        lastOffset = arrival.offset();
        lastTopic = arrival.topic();
        var id = DerivedIds.ofLetter(arrival.topic(), arrival.partition(), arrival.offset());
        return ofThisRecord == 0 ? id : DerivedIds.of("letter", id, Integer.toString(ofThisRecord));
    }

    private static Origin origin(Arrival arrival) {
        return LetterEvidence.origin(
                arrival.topic(),
                arrival.partition(),
                arrival.offset(),
                arrival.timestamp(),
                arrival.record().headers());
    }
}
