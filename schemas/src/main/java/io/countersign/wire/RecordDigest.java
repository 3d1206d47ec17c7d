package io.countersign.wire;

import io.countersign.contract.IntentDigest;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.Intent;
import io.countersign.v1.LetterIntent;

/** The digest of the intent in a record. */
public final class RecordDigest {
    private RecordDigest() {}

    public static String of(Intent intent) {
        return IntentDigest.of(
                intent.getAction(),
                intent.getAgent(),
                intent.getMaxTokens(),
                intent.getModel(),
                intent.getParameters(),
                intent.getPrivate$(),
                intent.getSession(),
                intent.getTenant(),
                intent.getUser());
    }

    /** What {@link ApprovedIntent#getDigest()} has to say. */
    public static String of(ApprovedIntent approved) {
        return IntentDigest.of(
                approved.getAction(),
                approved.getAgent(),
                approved.getMaxTokens(),
                approved.getModel(),
                approved.getParameters(),
                approved.getPrivate$(),
                approved.getSession(),
                approved.getTenant(),
                approved.getUser());
    }

    public static String of(LetterIntent intent) {
        return IntentDigest.of(
                intent.getAction(),
                intent.getAgent(),
                intent.getMaxTokens(),
                intent.getModel(),
                intent.getParameters(),
                intent.getPrivate$(),
                intent.getSession(),
                intent.getTenant(),
                intent.getUser());
    }
}
