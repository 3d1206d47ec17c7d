package io.countersign.policystream.inbox;

import io.countersign.contract.Code;
import io.countersign.contract.DerivedIds;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.ReasonText;
import io.countersign.wire.LetterEvidence;
import java.util.List;

/** Writes the letters about records that were refused, with their bytes and without their tokens. */
final class InboxLetters {

    /** Where they stopped: the desk takes nothing but a discard of letters from here. */
    private static final String STAGE = "inbox";

    private InboxLetters() {}

    static DeadLetter about(InboxRecord record, Verdict.Refused refused) {
        var owner = refused.owner();
        var letter = DeadLetter.newBuilder()
                .setId(DerivedIds.ofLetter(record.topic(), record.partition(), record.offset()))
                .setTenant(owner == null ? null : owner.tenant())
                .setUser(owner == null ? null : owner.user())
                .setCategory(refused.code() == Code.UNREADABLE ? LetterCategory.UNREADABLE : LetterCategory.REJECTED)
                .setReasons(List.of(new ReasonText(refused.code().name(), null, refused.detail())))
                .setStage(STAGE)
                .setOrigin(LetterEvidence.origin(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.appended().toEpochMilli(),
                        record.headers()))
                .setError(LetterEvidence.error(refused.failure()));
        LetterEvidence.keepBytes(letter, record.key(), record.value());
        return letter.build();
    }
}
