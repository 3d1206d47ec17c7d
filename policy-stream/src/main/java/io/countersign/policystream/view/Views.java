package io.countersign.policystream.view;

import io.countersign.contract.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * What is asked of the view. An answer sees everything that was committed when its question came: a read waits for that,
 * but no longer than its patience. Safe for use by many threads, which it blocks.
 */
public final class Views {

    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private final ViewAccess access;
    private final CatchUp catchUp;
    private final LogTail tail;
    private final int partitions;
    private final Duration patience;

    /** @param partitions of every owner-keyed topic */
    public Views(
            ViewAccess access, Admin admin, LogTail tail, ViewPositions positions, int partitions, Duration patience) {
        this.access = access;
        this.catchUp = new CatchUp(admin, partitions, tail, positions, patience);
        this.tail = tail;
        this.partitions = partitions;
        this.patience = patience;
    }

    /**
     * One intent. A version that was promised is waited for, and may be answered before what came after it is seen; what a
     * version does not tell, that its session was ended, is always seen.
     */
    public Answer<IntentView> intent(Owner owner, String id, OptionalLong promise) throws InterruptedException {
        return intent(owner, id, promise, false);
    }

    /**
     * As {@link #intent}, but never less than was asked for: an intent that is older than the promise, or, without one,
     * than what was committed when the question came, is no answer.
     */
    public Answer<IntentView> certainly(Owner owner, String id, OptionalLong promise) throws InterruptedException {
        return intent(owner, id, promise, true);
    }

    private Answer<IntentView> intent(Owner owner, String id, OptionalLong promise, boolean certainly)
            throws InterruptedException {
        var deadline = Deadline.in(patience);
        int partition = owner.partition(partitions);
        var kept = promise.isPresent() ? kept(owner, id, promise.getAsLong()) : Optional.<IntentView>empty();
        if (kept.isPresent()) {
            return new Answer.Found<>(kept.get());
        }
        boolean complete = catchUp.tail(partition, deadline);
        var undecided = tail.undecided().find(owner, id).map(UndecidedIntent::view);
        return switch (settled(partition, deadline)) {
            case Place.Here here -> {
                boolean certain = complete && catchUp.view(partition, deadline);
                yield awaited(owner, id, promise.orElse(0), deadline)
                        .map(decided -> decided.or(() -> undecided))
                        .filter(found -> !certainly || isEnough(found, promise, certain))
                        .map(found -> answer(found, certain))
                        .orElse(new Answer.Behind<>());
            }
            case Place.NotStarted notStarted
            when undecided.isPresent() && tail.nothingDecided(partition) -> new Answer.Found<>(undecided.get());
            case Place elsewhere -> notHere(elsewhere);
        };
    }

    /** The intent, if the promise is kept already. */
    private Optional<IntentView> kept(Owner owner, String id, long promise) {
        int partition = owner.partition(partitions);
        return access.place(partition) instanceof Place.Here
                ? ask(partition, new Deadline(System.nanoTime()), reader -> reader.intentByVersion(owner, id))
                        .flatMap(Function.identity())
                        .filter(intent -> intent.version() >= promise && intent.isWorded())
                : Optional.empty();
    }

    /** The intent as it is once the promise is kept, or the time is up; no answer at all if the stores stay closed. */
    private Optional<Optional<IntentView>> awaited(Owner owner, String id, long promise, Deadline deadline) {
        int partition = owner.partition(partitions);
        var found = ask(partition, deadline, reader -> reader.intent(owner, id));
        while (promise > 0
                && !deadline.isOver()
                && found.flatMap(Function.identity())
                        .filter(intent -> intent.version() >= promise)
                        .isEmpty()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            found = ask(partition, deadline, reader -> reader.intent(owner, id));
        }
        return found;
    }

    private static boolean isEnough(Optional<IntentView> found, OptionalLong promise, boolean certain) {
        return promise.isPresent() && found.isPresent() ? found.get().version() >= promise.getAsLong() : certain;
    }

    private static Answer<IntentView> answer(Optional<IntentView> intent, boolean certain) {
        if (intent.isPresent()) {
            return new Answer.Found<>(intent.get());
        }
        return certain ? new Answer.Missing<>() : new Answer.Behind<>();
    }

    /** An owner's intents, newest first. */
    public Answer<Page> list(PageRequest request) throws InterruptedException {
        int partition = request.owner().partition(partitions);
        return consistent(partition, Deadline.in(patience), reader -> {
            var undecided = tail.undecided().of(request.owner());
            return new PageMaker(reader, request, undecided).make();
        });
    }

    /** What is spent and held of an owner's budgets, in all windows that are remembered. */
    public Answer<List<BudgetUse>> budgets(Owner owner) throws InterruptedException {
        return consistent(owner.partition(partitions), Deadline.in(patience), reader -> reader.budgets(owner));
    }

    /** An owner's session of that id, if it is remembered. */
    public Answer<Optional<SessionFacts>> session(Owner owner, String id) throws InterruptedException {
        return consistent(owner.partition(partitions), Deadline.in(patience), reader -> reader.session(owner, id));
    }

    /** Which bundles were put into force, oldest first. Every partition adopts each of them: the first one is asked. */
    public Answer<List<ActivatedPolicy>> activations() throws InterruptedException {
        return consistent(0, Deadline.in(patience), ViewReader::activated);
    }

    /** What has begun and not ended on all partitions of this instance. */
    public Answer<List<RunningIntent>> running() throws InterruptedException {
        var deadline = Deadline.in(patience);
        var all = new ArrayList<RunningIntent>();
        for (int partition = 0; partition < partitions; partition++) {
            switch (settled(partition, deadline)) {
                case Place.Here here -> {
                    if (!(consistent(partition, deadline, ViewReader::runningIntents)
                            instanceof Answer.Found<List<RunningIntent>>(var some))) {
                        return new Answer.Behind<>();
                    }
                    all.addAll(some);
                }
                case Place.Moving moving -> {
                    return new Answer.Behind<>();
                }
                case Place.Elsewhere elsewhere -> {}
                case Place.NotStarted notStarted -> {}
            }
        }
        return new Answer.Found<>(List.copyOf(all));
    }

    /** The other instances, which have the rest of {@link #running()}. */
    public List<Instance> others() {
        return access.others();
    }

    private <T> Answer<T> consistent(int partition, Deadline deadline, Function<ViewReader, T> question)
            throws InterruptedException {
        var place = settled(partition, deadline);
        if (!(place instanceof Place.Here)) {
            return notHere(place);
        }
        if (!catchUp.tail(partition, deadline) || !catchUp.view(partition, deadline)) {
            return new Answer.Behind<>();
        }
        var answer = ask(partition, deadline, question);
        return answer.isPresent() ? new Answer.Found<>(answer.get()) : new Answer.Behind<>();
    }

    /** Where the partition is, or that it was still moving when the time was up. */
    private Place settled(int partition, Deadline deadline) {
        var place = access.place(partition);
        while (place instanceof Place.Moving && !deadline.isOver()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            place = access.place(partition);
        }
        return place;
    }

    /** Asks the partition's stores; while they move, again and again until the time is up. */
    private <T> Optional<T> ask(int partition, Deadline deadline, Function<ViewReader, T> question) {
        while (true) {
            try {
                var reader = ViewReader.of(access, partition);
                if (reader.isPresent()) {
                    return Optional.of(question.apply(reader.get()));
                }
            } catch (InvalidStateStoreException moving) {
                // The task has just closed its stores: it opens them again, here or elsewhere.
            }
            if (deadline.isOver()) {
                return Optional.empty();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static <T> Answer<T> notHere(Place place) {
        return switch (place) {
            case Place.Elsewhere(var instance) -> new Answer.Elsewhere<>(instance);
            case Place.NotStarted notStarted -> new Answer.NoPolicy<>();
            case Place.Here here -> new Answer.Behind<>();
            case Place.Moving moving -> new Answer.Behind<>();
        };
    }
}
