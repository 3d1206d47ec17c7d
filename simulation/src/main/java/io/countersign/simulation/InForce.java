package io.countersign.simulation;

import io.countersign.policystream.lifecycle.Freeze;
import io.countersign.policystream.lifecycle.Freezes;
import io.countersign.policystream.lifecycle.Overrides;
import io.countersign.simulation.oracle.Setting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a partition decides by. */
record InForce(Bundles.Furnished bundle, List<Setting.Stop> stops, List<Setting.Cap> caps) {

    InForce {
        stops = List.copyOf(stops);
        caps = List.copyOf(caps);
    }

    static InForce just(Bundles.Furnished bundle) {
        return new InForce(bundle, List.of(), List.of());
    }

    InForce with(Control control) {
        return switch (control) {
            case Control.Activate activate -> new InForce(activate.bundle(), stops, caps);
            case Control.Freeze freeze ->
                new InForce(bundle, and(without(freeze.stop().scope()), freeze.stop()), caps);
            case Control.Thaw thaw -> new InForce(bundle, without(thaw.scope()), caps);
            case Control.Limit limit -> new InForce(bundle, stops, and(without(limit.cap()), limit.cap()));
            case Control.Unlimit unlimit -> new InForce(bundle, stops, without(unlimit.cap()));
        };
    }

    private List<Setting.Stop> without(String scope) {
        return stops.stream().filter(stop -> !stop.scope().equals(scope)).toList();
    }

    private List<Setting.Cap> without(Setting.Cap other) {
        return caps.stream()
                .filter(cap -> !isSame(cap, other.owner(), other.budget()))
                .toList();
    }

    private static boolean isSame(Setting.Cap cap, String owner, String budget) {
        return cap.owner().equals(owner) && cap.budget().equals(budget);
    }

    private static <T> List<T> and(List<T> some, T more) {
        var all = new ArrayList<>(some);
        all.add(more);
        return all;
    }

    Setting setting(long now) {
        return new Setting(now, bundle.house(), stops, caps);
    }

    Freezes freezes() {
        return new Freezes(stops.stream()
                .map(stop -> new Freeze(stop.scope(), stop.until() == null ? null : Instant.ofEpochMilli(stop.until())))
                .toList());
    }

    Overrides overrides() {
        return (owner, budget) -> limit(owner, budget);
    }

    private Optional<Overrides.Limit> limit(String owner, String budget) {
        return caps.stream()
                .filter(cap -> isSame(cap, owner, budget))
                .map(cap -> new Overrides.Limit(
                        cap.limit(), cap.until() == null ? null : Instant.ofEpochMilli(cap.until())))
                .findFirst();
    }
}
