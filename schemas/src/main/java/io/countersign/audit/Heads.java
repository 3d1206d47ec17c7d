package io.countersign.audit;

import io.countersign.contract.Sha256;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The heads of all chains, sorted by owner. */
public record Heads(List<Head> all) {

    public Heads {
        all = all.stream().sorted(Comparator.comparing(Head::owner)).toList();
    }

    /** One for all: the hex SHA-256 of the heads as lines, each with its line feed. */
    public String digest() {
        return Sha256.hex(all.stream().map(head -> head + "\n").collect(Collectors.joining()));
    }
}
