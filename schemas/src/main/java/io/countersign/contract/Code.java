package io.countersign.contract;

/**
 * The stable codes of refusals, reasons and letters. A record may carry codes beyond these (an executor's own error
 * codes, or those of a newer version), so records hold them as text.
 */
public enum Code {
    /** Not JSON, or not the JSON that the call asks for. */
    MALFORMED(400),
    /** An object names a member twice. */
    DUPLICATE_KEY(400),
    /** A number on which JSON readers disagree: send it as a string. */
    NUMBER_NOT_EXACT(400),
    /** A review that a reviewer must give a reason for came without one. */
    COMMENT_REQUIRED(400),

    UNAUTHENTICATED(401),

    /** The token is good, but lacks the role that the call asks for. */
    FORBIDDEN(403),
    NOT_GRANTED(403),
    SESSION_REQUIRED(403),
    /** The session does not exist, has ended, or is another's. */
    SESSION_UNKNOWN(403),
    /** A rule of the policy rejects, holds or defers. */
    RULE(403),
    FROZEN(403),
    /** An expression of the policy failed, which refuses. */
    EVALUATION_FAILED(403),
    /** A reviewer rejected it. */
    REVIEW_REJECTED(403),
    /** Nobody approves their own intent. */
    OWN_INTENT(403),
    NOT_A_REVIEWER(403),

    UNKNOWN_ACTION(404),
    /** The policy's models are all that may be named, and this is none of them. */
    UNKNOWN_MODEL(404),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),

    /** It has ended already. */
    ENDED(409),
    /** Something other than votes happened since the reviewer looked. */
    STALE(409),
    /** A review that what is reviewed does not offer as it is, such as the retry of what is held. */
    NOT_OFFERED(409),
    ALREADY_VOTED(409),
    CANCELLED(409),
    /** An outcome that came after a later attempt was approved or the intent had ended: it changes no state. */
    LATE_OUTCOME(409),
    /** Two attempts of one intent succeeded. */
    EFFECT_TWICE(409),

    TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),

    INVALID_PARAMETERS(422),
    /** The same id was used for an intent with another digest. */
    ID_REUSED(422),
    /** A version 7 id that is older than {@link Limits#REMEMBERED}. */
    ID_EXPIRED(422),
    DEADLINE_PASSED(422),
    APPROVE_BY_PASSED(422),
    REVIEW_BY_PASSED(422),
    /** A policy bundle that does not compile, fails its tests, or asks for what is not supported. */
    BUNDLE_INVALID(422),
    /** A record that cannot be decoded, or has a key that is nobody's. */
    UNREADABLE(422),
    /** A record that lies on a partition which is not its owner's, also after it was forwarded. */
    MISROUTED(422),
    /** It was handed over again and again, and no executor began. */
    NEVER_STARTED(422),
    /** The executor went silent. */
    LEASE_EXPIRED(422),
    /** An outcome that carries a lease which was never given. */
    LEASE_UNKNOWN(422),
    /** A review that names a digest which the intent never had. */
    DIGEST_UNKNOWN(422),
    /** A review that names a version to which the intent never came. */
    VERSION_UNKNOWN(422),
    /** No automatic attempt is left. */
    ATTEMPTS_EXHAUSTED(422),
    /** The executor reports that it failed, or cannot tell. */
    EXECUTION_FAILED(422),
    /** The executor has no route for the action. */
    NO_ROUTE(422),
    /** An approval whose signature does not verify, or names an unknown key. */
    SIGNATURE_INVALID(422),
    /** An approval whose digest is not that of its fields. */
    DIGEST_MISMATCH(422),

    OVER_BUDGET(429),
    RATE_LIMITED(429),

    /** A defect of ours. */
    INTERNAL(500),
    NO_POLICY(503),
    BROKER_AWAY(503),
    /** This instance ends and takes nothing more: another one does, or this one once it is back. */
    GOING_AWAY(503);

    private final int status;

    Code(int status) {
        this.status = status;
    }

    /** The HTTP status of an answer that this code refuses. */
    public int status() {
        return status;
    }
}
