package io.countersign.policystream.view;

import io.countersign.contract.Limits;
import io.countersign.contract.Owner;
import io.countersign.policystream.store.Section;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each record does to the view's stores. Doing it twice is doing it once: a reset of offsets does no harm. */
final class IntentFold {

    /** A window that closed so long ago is of no interest to any answer. */
    private static final Duration WINDOWS_KEPT = Duration.ofDays(1);

    private final ViewStores stores;
    private final Expiries ended;

    IntentFold(ViewStores stores) {
        this.stores = stores;
        this.ended = new Expiries(stores.ended());
    }

    void changed(Change change) {
        var key = ViewKeys.intent(change.owner(), change.intentId());
        var before = stores.intents().get(key);
        var after = before == null ? IntentFacts.first(change) : before.after(change);
        if (after.equals(before)) {
            return;
        }
        stores.intents().put(key, after);
        stores.newest().put(ViewKeys.newest(after.owner(), after.submittedAt(), after.id()), after.state());
        after.ended().ifPresent(at -> ended.put(ViewKeys.ended(at, after.owner(), after.id()), key));
        noteRunning(key, before, after);
        if (before != null && before.text() != null && after.hasLeft(before.text())) {
            outdate(ViewKeys.text(after.owner(), after.id(), before.text()));
        }
    }

    private void noteRunning(String key, @Nullable IntentFacts before, IntentFacts facts) {
        if (!facts.isRunning()) {
            if (before != null && before.isRunning()) {
                stores.running().delete(key);
            }
            return;
        }
        Owner.read(facts.owner())
                .ifPresent(owner -> stores.running()
                        .put(
                                key,
                                new RunningIntent(
                                        facts.id(),
                                        owner.tenant(),
                                        owner.user(),
                                        facts.action(),
                                        facts.attempt(),
                                        facts.updatedAt())));
    }

    private void outdate(String key) {
        var text = stores.texts().get(key);
        if (text != null) {
            stores.texts().put(key, text.outdated());
        }
    }

    /** Events and contents of one transaction come in any order. */
    void worded(ViewKeys.OfIntent of, String hash, IntentText text) {
        var owner = of.owner().key();
        var facts = stores.intents().get(ViewKeys.intent(owner, of.id()));
        var left = facts != null && facts.hasLeft(hash);
        stores.texts().put(ViewKeys.text(owner, of.id(), hash), left ? text.outdated() : text);
    }

    void erased(ViewKeys.OfIntent of) {
        deleteBelow(stores.texts(), ViewKeys.intent(of.owner().key(), of.id()));
    }

    void spent(String owner, BudgetUse use, Instant now) {
        var key = ViewKeys.budget(owner, use.name(), use.window());
        if (stores.budgets().get(key) == null) {
            dropOldWindows(owner, use.name(), now.minus(WINDOWS_KEPT));
        }
        stores.budgets().put(key, use);
    }

    private void dropOldWindows(String owner, String budget, Instant before) {
        var old = new ArrayList<String>();
        var prefix = ViewKeys.intent(owner, budget);
        try (var windows = stores.budgets().range(ViewKeys.from(prefix), ViewKeys.to(prefix))) {
            windows.forEachRemaining(entry -> {
                var closes = entry.value.closes();
                if (closes != null && closes.isBefore(before)) {
                    old.add(entry.key);
                }
            });
        }
        old.forEach(stores.budgets()::delete);
    }

    /** Drops what has ended so long ago that the decider has forgotten it too, or a part of it. */
    void forget(Instant now) {
        ended.take(now.minus(Limits.REMEMBERED)).forEach(this::forget);
    }

    private void forget(String key) {
        var facts = stores.intents().get(key);
        if (facts != null) {
            stores.intents().delete(key);
            stores.newest().delete(ViewKeys.newest(facts.owner(), facts.submittedAt(), facts.id()));
            if (facts.isRunning()) {
                stores.running().delete(key);
            }
        }
        deleteBelow(stores.texts(), key);
    }

    private static void deleteBelow(Section<String, ?> store, String prefix) {
        List<String> keys = new ArrayList<>();
        try (var all = store.range(ViewKeys.from(prefix), ViewKeys.to(prefix))) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(store::delete);
    }
}
