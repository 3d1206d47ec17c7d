package io.countersign.console.log;

import io.countersign.console.log.PlayedBroker.Received;
import io.countersign.contract.IntentDigest;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.v1.BudgetEntry;
import io.countersign.v1.Cause;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.EventKind;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.LetterIntent;
import io.countersign.v1.Origin;
import io.countersign.v1.ReasonFact;
import io.countersign.v1.ReasonText;
import io.countersign.v1.Reply;
import io.countersign.v1.SideEffect;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The life of one intent, told to the topics step by step as policy-stream would tell it. */
public final class Story {
    /** When the next attempt of whatever retries is due. */
    public static final Instant NEXT_ATTEMPT = Instant.parse("2031-01-01T10:00:00Z");

    static final String HASH = "0".repeat(64);
    static final String POLICY = "5f1c".repeat(16);

    private final PlayedBroker broker;
    private final Owner owner;
    private final String id;
    private final String agent;
    private final String action;
    private final String parameters;
    private final String digest;
    private String summary;
    private @Nullable String justification;
    private List<String> groups = List.of();
    private int quorum = 1;
    private String effect = "write";
    private @Nullable String session;
    private int attempts;
    private long version;
    private @Nullable String state;
    private List<ReasonText> reasons = List.of();
    private List<BudgetEntry> budget = List.of();

    Story(PlayedBroker broker, Owner owner, String id, String agent, String action, String parameters) {
        this.broker = broker;
        this.owner = owner;
        this.id = id;
        this.agent = agent;
        this.action = action;
        this.parameters = parameters;
        this.summary = action;
        this.digest = IntentDigest.of(action, agent, null, null, parameters, false, null, owner.tenant(), owner.user());
    }

    public Story summary(String words) {
        summary = words;
        return this;
    }

    public Story justification(String words) {
        justification = words;
        return this;
    }

    public Story approval(int needed, String... ofGroups) {
        quorum = needed;
        groups = List.of(ofGroups);
        return this;
    }

    public Story effect(String name) {
        effect = name;
        return this;
    }

    /** In a session of its owner's. */
    public Story in(String sessionId) {
        session = sessionId;
        return this;
    }

    public Story because(String code, @Nullable String rule, String message) {
        reasons = List.of(new ReasonText(code, rule, message));
        return this;
    }

    public Story budget(BudgetEntry... entries) {
        budget = List.of(entries);
        return this;
    }

    public Owner owner() {
        return owner;
    }

    public String id() {
        return id;
    }

    public String digest() {
        return digest;
    }

    public long version() {
        return version;
    }

    /** The intent enters a state, by itself or by an executor. */
    public Story becomes(String next) {
        return becomes(next, "@broker", new Cause(Topics.SUBMITTED, 0, 7L + version, null));
    }

    /** The intent enters a state because of a review. */
    public Story becomes(String next, Received review) {
        return becomes(next, review.review().getReviewer(), causeOf(review));
    }

    /** A vote that is not enough yet. */
    public Story voted(Received review) {
        because("VOTED", null, review.review().getReviewer() + " approves");
        return becomes("HELD", review.review().getReviewer(), causeOf(review));
    }

    public Story attempt() {
        attempts++;
        return this;
    }

    private Story becomes(String next, String actor, Cause cause) {
        version++;
        broker.content(owner, id, content());
        broker.event(event(next, actor, cause));
        state = next;
        return this;
    }

    /** A letter about the present state. */
    public Story letter(LetterCategory category, SideEffect sideEffect) {
        broker.letter(owner, letterRecord(category, sideEffect));
        return this;
    }

    /** Held by a rule, with its letter. */
    public Story held() {
        return becomes("HELD").letter(LetterCategory.HELD, SideEffect.NONE);
    }

    /** Failed for good, with its letter. */
    public Story dead() {
        return attempt()
                .becomes("APPROVED")
                .becomes("RUNNING")
                .becomes("DEAD")
                .letter(LetterCategory.FAILED, SideEffect.NONE);
    }

    public Reply accept(Received review) {
        return reply(review).setAccepted(true).build();
    }

    public Reply refuse(Received review, String code, @Nullable String actor, String message) {
        return reply(review)
                .setAccepted(false)
                .setCode(code)
                .setActor(actor)
                .setReasons(List.of(new ReasonText(code, null, message)))
                .build();
    }

    private Reply.Builder reply(Received review) {
        return Reply.newBuilder()
                .setRequestId(review.requestId())
                .setIntentId(id)
                .setState(state)
                .setVersion(version);
    }

    private static Cause causeOf(Received review) {
        return new Cause(Topics.REVIEWS, review.at().partition(), review.at().offset(), null);
    }

    private IntentContent content() {
        return IntentContent.newBuilder()
                .setParameters(parameters)
                .setSummary(summary)
                .setJustification(justification)
                .setReasons(reasons)
                .setSalt(ByteBuffer.wrap(new byte[32]))
                .build();
    }

    private IntentEvent event(String next, String actor, Cause cause) {
        return IntentEvent.newBuilder()
                .setKind(EventKind.INTENT)
                .setOwner(owner.key())
                .setIntentId(id)
                .setVersion(version)
                .setSequence(version)
                .setPreviousHash(HASH)
                .setHash(HASH)
                .setFrom(state)
                .setTo(next)
                .setCause(cause)
                .setReasons(reasons.stream()
                        .map(reason -> new ReasonFact(reason.getCode(), reason.getRule()))
                        .toList())
                .setPolicyVersion(POLICY)
                .setBudget(budget)
                .setActor(actor)
                .setAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .setAction(action)
                .setAgent(agent)
                .setSession(session)
                .setDigest(digest)
                .setAttempt(attempts == 0 ? null : attempts)
                .setAttemptsBegun(attempts == 0 ? null : attempts)
                .setAttemptsAllowed(attempts == 0 ? null : 3)
                .setDueAt(next.equals("RETRYING") ? NEXT_ATTEMPT : null)
                .build();
    }

    private DeadLetter letterRecord(LetterCategory category, SideEffect sideEffect) {
        return DeadLetter.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setIntentId(id)
                .setTenant(owner.tenant())
                .setUser(owner.user())
                .setCategory(category)
                .setReasons(reasons)
                .setStage(attempts == 0 ? "decision" : "execution")
                .setIntent(intent())
                .setDigest(digest)
                .setVersion(version)
                .setAttempts(attempts)
                .setSideEffect(sideEffect)
                .setOrigin(
                        new Origin(Topics.SUBMITTED, 1, 42L, Instant.now().truncatedTo(ChronoUnit.MILLIS), List.of()))
                .build();
    }

    private LetterIntent intent() {
        return LetterIntent.newBuilder()
                .setId(id)
                .setTenant(owner.tenant())
                .setUser(owner.user())
                .setAgent(agent)
                .setSession(session)
                .setAction(action)
                .setParameters(parameters)
                .setSummary(summary)
                .setJustification(justification)
                .setRoles(List.of("support"))
                .setSubmittedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .setApprovalGroups(groups)
                .setApprovalQuorum(quorum)
                .setApproveBy(Instant.now().plus(4, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS))
                .setEffect(effect)
                .setLabels(List.of("external-effect"))
                .build();
    }
}
