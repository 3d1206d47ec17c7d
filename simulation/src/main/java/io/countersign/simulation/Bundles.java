package io.countersign.simulation;

import io.countersign.policystream.policy.Bundle;
import io.countersign.policystream.policy.Policy;
import io.countersign.simulation.house.House;
import io.countersign.simulation.house.Houses;
import java.util.ArrayList;
import java.util.List;

/** Every house with its bundle, compiled by the product, once. */
final class Bundles {

    private final List<Furnished> all;
    private final Furnished generous;

    /** A house and what the product makes of it. */
    record Furnished(House house, Policy policy) {

        static Furnished of(House house) {
            return switch (Bundle.read(house.yaml())) {
                case Bundle.Loaded loaded -> new Furnished(house, loaded.policy());
                case Bundle.Invalid invalid ->
                    throw new IllegalStateException(house.name() + ": " + invalid.problems() + "\n" + house.yaml());
            };
        }
    }

    Bundles() {
        var furnished = new ArrayList<Furnished>();
        Houses.all().forEach(house -> furnished.add(Furnished.of(house)));
        this.all = List.copyOf(furnished);
        this.generous = Furnished.of(Houses.all().getFirst().generous());
    }

    int count() {
        return all.size();
    }

    Furnished number(int number) {
        return all.get(number);
    }

    /** The one in which whatever waits may go. */
    Furnished generous() {
        return generous;
    }
}
