package io.countersign.protocol.kafka;

import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Ending;
import io.countersign.protocol.Failure;
import io.countersign.protocol.Permit;
import io.countersign.protocol.execution.Clearance;
import io.countersign.protocol.execution.Clearance.Cleared;
import io.countersign.protocol.execution.Clearance.Refused;
import io.countersign.protocol.execution.Clearance.TooLate;
import io.countersign.protocol.execution.Clearance.Waiting;
import io.countersign.protocol.execution.Clearance.Withheld;
import io.countersign.protocol.execution.Receipt;
import io.countersign.protocol.kafka.Approval.Genuine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution of a genuine approval, on the virtual thread of its delivery. Read top-down, it is the protocol; the
 * comments say what a death of the process at that line comes to.
 */
final class Execution {

    /** What came of it. */
    enum End {
        /** An ending was reported. */
        REPORTED,
        /** policy-stream has refused its start: the approval is one of several copies, and nothing was done. */
        COPY,
        /** Left without an end. */
        LEFT
    }

    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    /** Before a word that could not be sent is sent again. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Genuine approval;
    private final ApprovedAction action;
    private final int partition;
    private final Instant approvedAt;
    private final Claim claim;
    private final Settlement settlement;
    private final Tools tools;
    private final OutputLog output;
    private final Attempt attempt;
    private final GoAhead goAhead;
    private boolean announced;
    private long sent;

    Execution(
            Genuine approval, ConsumerRecord<byte[], byte[]> record, Claim claim, Settlement settlement, Tools tools) {
        this.approval = approval;
        this.action = approval.action();
        this.partition = record.partition();
        this.approvedAt = Instant.ofEpochMilli(record.timestamp());
        this.claim = claim;
        this.settlement = settlement;
        this.tools = tools;
        var run = UUID.randomUUID().toString();
        this.output = tools.outcomes().output(run, partition);
        this.attempt = new Attempt(run, output);
        this.goAhead = new GoAhead(attempt);
    }

    Genuine approval() {
        return approval;
    }

    Attempt attempt() {
        return attempt;
    }

    /** By which this execution hears that its STARTED counts. */
    GoAhead goAhead() {
        return goAhead;
    }

    /** True if STARTED may have been written. */
    boolean isAnnounced() {
        return announced;
    }

    /** Waits for the handler's leave, of which there is no need if there will be no call; then begins. */
    End run() throws InterruptedException {
        // Death while it waits: nothing was said or done, the record is delivered again.
        var permit = Clearance.isTooLate(action, lastAppended())
                ? Optional.<Permit>empty()
                : new Admission(tools.handler(), action, attempt, claim).await();
        try {
            return admitted();
        } finally {
            permit.ifPresent(this::giveBack);
        }
    }

    private End admitted() throws InterruptedException {
        if (!claim.enter()) {
            throw new AbandonedException("the partition goes");
        }
        return action.idempotent() ? perhapsAgain() : once();
    }

    /** At least once, always with the same key. */
    private End perhapsAgain() throws InterruptedException {
        var call = Optional.<Call>empty();
        try {
            var clearance = announced();
            if (clearance instanceof Cleared) {
                call = Optional.of(begin());
            } else {
                report(withoutCall(clearance), Duration.ZERO);
            }
        } finally {
            claim.leave();
        }
        if (call.isPresent()) {
            await(call.get());
        }
        // Death before this commit: the same attempt runs again, with the same key.
        var unused = settlement.settle();
        return End.REPORTED;
    }

    /** At most once: committed before a word is said, and called only when policy-stream says that this is the one. */
    private End once() throws InterruptedException {
        Clearance clearance;
        try {
            // If this fails there is no call and no word: whoever has the partition next reads the record again.
            Futures.result(settlement.settle());
            // Death from here on: the record is not delivered again. Without STARTED, startBy passes and the broker
            // hands the intent over anew; with STARTED, the lease runs out and the intent is UNKNOWN.
            clearance = announced();
        } finally {
            // It is ours now, whoever has the partition next.
            claim.leave();
        }
        if (clearance instanceof Cleared) {
            clearance = allowed();
        }
        if (clearance instanceof Cleared) {
            await(begin());
        } else {
            report(withoutCall(clearance), Duration.ZERO);
        }
        return clearance instanceof Refused ? End.COPY : End.REPORTED;
    }

    /** Says that it begins, unless something stands in the way, and reads what the broker acknowledges of it. */
    private Clearance announced() throws InterruptedException {
        return clearance() instanceof Withheld withheld ? withheld : announce();
    }

    /** Asked last, so that no wait makes an answer old; what waits for its go-ahead asks for freezes once more. */
    private Clearance clearance() throws InterruptedException {
        var freezes = Futures.result(tools.controls().now());
        var calledOff = attempt.cancellation().isPresent() || tools.attempts().isCalledOff(approval.key());
        return Clearance.toStart(action, approvedAt, lastAppended(), freezes, calledOff);
    }

    private Optional<Instant> lastAppended() {
        return tools.outcomes().lastAppended(partition);
    }

    /** Writes STARTED; what the broker acknowledges says whether it is in time. */
    private Clearance announce() {
        announced = true;
        sent = System.nanoTime();
        Receipt receipt;
        try {
            receipt = new Patience(claim::isHeld)
                    .until(() -> tools.outcomes().started(approval, attempt.run(), partition));
        } catch (AbandonedException unacknowledged) {
            return unacknowledged(unacknowledged);
        }
        if (action.idempotent() && !claim.isHeld()) {
            throw new AbandonedException("the partition was taken away: whoever has it next reads the record again");
        }
        return Clearance.toCall(action, partition, receipt, since(sent));
    }

    /** No acknowledgement, no call: what must not happen twice is accounted for, anything else is read again. */
    private Clearance unacknowledged(AbandonedException why) {
        if (action.idempotent()) {
            throw why;
        }
        return new Withheld(new Failure("NOT_ACKNOWLEDGED", "no call was made: STARTED was not acknowledged"));
    }

    /** Waits for policy-stream's go-ahead for this very STARTED; a lease that nobody reads now is renewed all the same. */
    private Clearance allowed() throws InterruptedException {
        var word = sent;
        while (true) {
            var given = goAhead.isGivenWithin(max(Clearance.RENEWED_EVERY.minus(since(word)), PAUSE));
            var clearance = Clearance.toCallOnce(action, given, attempt.cancellation(), since(word), since(sent));
            if (clearance instanceof Cleared && word != sent) {
                return afterWaiting(word);
            }
            if (!(clearance instanceof Waiting)) {
                return clearance;
            }
            word = renewed(word);
        }
    }

    /** What was frozen while it waited does not begin. */
    private Clearance afterWaiting(long word) throws InterruptedException {
        var freezes = Futures.result(tools.controls().now());
        var free = Clearance.toStart(action, approvedAt, Optional.empty(), freezes, false);
        return free instanceof Cleared
                ? Clearance.toCallOnce(action, true, attempt.cancellation(), since(word), since(sent))
                : free;
    }

    /**
     * When the latest word was sent that the broker has acknowledged: this one, or still the one before. After a word that is
     * not fresh any more there is none: its lease may be over, which a further one would hide.
     */
    private long renewed(long before) {
        var now = System.nanoTime();
        boolean unbroken = Clearance.isFresh(Duration.ofNanos(now - before));
        return unbroken && tools.outcomes().renewed(approval, attempt.run(), partition) ? now : before;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private Call begin() {
        output.open(approval);
        var call = Call.begin(tools.handler(), action, attempt);
        tools.listener().began(action);
        return call;
    }

    /** Reports how the call ended, in its time; then waits for a handler that did not keep to it. */
    private void await(Call call) throws InterruptedException {
        var ending = new Supervision(action, attempt, call)
                .ending(() -> tools.outcomes().running(approval, attempt.run(), partition));
        report(ending, call.age());
        call.join();
    }

    private static Ending withoutCall(Clearance clearance) {
        return switch (clearance) {
            case Withheld(var why) -> Ending.notStarted(why);
            case Refused(var why) -> Ending.notStarted(why);
            case TooLate(var why) -> Ending.notCalled(why);
            case Cleared cleared -> throw new IllegalStateException("there is a call");
            case Waiting waiting -> throw new IllegalStateException("nothing is decided yet");
        };
    }

    private void report(Ending ending, Duration call) throws InterruptedException {
        tools.outcomes().ended(approval, attempt, partition, ending, output.close());
        tools.listener().ended(action, ending, call);
    }

    private void giveBack(Permit permit) {
        try {
            permit.release();
        } catch (RuntimeException e) {
            LOG.warn("A handler did not take its leave back. action={}", action.action(), e);
        }
    }
}
