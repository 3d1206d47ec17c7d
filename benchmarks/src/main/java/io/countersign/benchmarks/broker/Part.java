package io.countersign.benchmarks.broker;

import java.util.Arrays;
import java.util.List;

/** A part of what a decision is made of, by the packages and classes of its code. */
enum Part {
    EXPRESSIONS("cel", "dev.cel.", "io.countersign.policystream.policy.expression."),
    PARAMETERS("json-schema", "com.networknt.", "io.countersign.policystream.policy.parameters."),
    POLICY("policy", "io.countersign.policystream.policy."),
    LEDGER("ledger", "io.countersign.policystream.budget."),
    LIFE_CYCLE("life-cycle", "io.countersign.policystream.lifecycle."),
    STATE_CODEC(
            "state-codec",
            "com.google.protobuf.",
            "io.countersign.policystream.store.",
            "io.countersign.policystream.stream.layout.",
            "io.countersign.policystream.stream.AccountCodec",
            "com.fasterxml.jackson.databind."),
    CANONICAL_JSON(
            "canonical-json-and-hash",
            "io.countersign.contract.",
            "io.countersign.wire.RecordJson",
            "io.countersign.wire.RecordHash",
            "com.fasterxml.jackson.core.",
            "org.erdtman."),
    SIGNATURES(
            "ed25519",
            "com.amazon.corretto.",
            "org.bouncycastle.",
            "io.countersign.wire.Ed25519",
            "io.countersign.wire.Approval"),
    AVRO(
            "avro",
            "org.apache.avro.",
            "io.confluent.",
            "org.apache.pinot.",
            "io.countersign.wire.",
            "io.countersign.v1."),
    STORES("rocksdb", "org.rocksdb."),
    STREAMS("kafka-streams", "org.apache.kafka.streams."),
    CLIENTS("kafka-clients", "org.apache.kafka."),
    SHELL("shell", "io.countersign.policystream."),
    LOG("log", "org.jboss.logmanager.", "org.slf4j.", "io.micrometer."),
    OTHER("other");

    private final String text;
    private final List<String> prefixes;

    Part(String text, String... prefixes) {
        this.text = text;
        this.prefixes = List.of(prefixes);
    }

    /** Its name in results. */
    String text() {
        return text;
    }

    /** Whose a stack is: that of the class nearest to its top which belongs to any part. */
    static Part of(List<String> classes) {
        return classes.stream()
                .flatMap(name ->
                        Arrays.stream(values()).filter(part -> part.has(name)).limit(1))
                .findFirst()
                .orElse(OTHER);
    }

    private boolean has(String className) {
        return prefixes.stream().anyMatch(className::startsWith);
    }
}
