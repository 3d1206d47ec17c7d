package io.countersign.policystream;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of policy-stream. Those that have an environment variable name it in application.properties. */
@ConfigMapping(prefix = "countersign.policy-stream")
public interface PolicyStreamConfig {

    /** Where the broker is: host and port, several with commas. */
    @WithDefault("127.0.0.1:9092")
    String kafka();

    /** The schema registry's API. */
    @WithDefault("http://127.0.0.1:8081/apis/ccompat/v7")
    String registry();

    /** The partitions of every topic whose key is an owner; checked against the topics at start. */
    @WithDefault("4")
    int partitions();

    /** The replicas of topics that are created for new actions, and of the streams' own. */
    @WithDefault("1")
    int replication();

    /** The private JWK that signs approvals; made if it is not there. */
    @WithDefault(".countersign/keys/approvals.json")
    Path signingKey();

    /** Where the streams keep their stores; to be kept across restarts. */
    @WithDefault(".countersign/state/policy-stream")
    Path state();

    /** Host and port at which other instances reach this one. */
    @WithDefault("127.0.0.1:8091")
    String advertised();

    /** How long a read waits to see what was committed when it came. */
    @WithDefault("2s")
    Duration readWithin();

    /** How long a control waits for all partitions to adopt it. */
    @WithDefault("10s")
    Duration adoptedWithin();

    /** By how much the wall clock may step against the monotonic one before the process ends itself. */
    @WithDefault("2s")
    Duration clockStep();

    /** How the streams run. */
    Streams streams();

    /** How the inbox is read, for agents that speak Kafka. */
    Inbox inbox();

    /** How agents are answered on Kafka. */
    Answers answers();

    /** How agents are answered on Kafka. */
    interface Answers {

        /** Where agents may be answered: {@code tenant=topic} pairs with commas between them. Nowhere without it. */
        Optional<String> topics();

        /** The group that copies. Never to be changed. */
        @WithDefault("countersign-answers")
        String applicationId();
    }

    /** How the inbox is read. */
    interface Inbox {

        /** The group that reads it. Never to be changed. */
        @WithDefault("countersign-inbox")
        String applicationId();

        /** How often the issuer's keys are fetched, so that one that was withdrawn is not taken for longer. */
        @WithDefault("10m")
        Duration keysRefreshed();

        /** How long a record waits for the issuer's keys before its thread is replaced, and it waits again. */
        @WithDefault("3s")
        Duration keysWithin();
    }

    /** How the streams run. */
    interface Streams {

        /** The group that decides; also the prefix of its stores' topics. Never to be changed. */
        @WithDefault("countersign-policy-stream")
        String applicationId();

        /** How many threads share the partitions of this instance. */
        @WithDefault("1")
        int threads();

        /** How long work is gathered into one transaction: the larger part of a decision's latency. Longer while commits take longer. */
        @WithDefault("10ms")
        Duration commitInterval();

        /** The longest that a thread which is behind gathers for: it takes a fifth of the time by which it is. */
        @WithDefault("500ms")
        Duration commitIntervalBehind();

        /** How long an idle thread waits for records before it looks at everything else. */
        @WithDefault("5ms")
        Duration poll();

        /** After how much silence the broker takes an instance for dead. */
        @WithDefault("6s")
        Duration sessionTimeout();

        /** How often an instance says that it is alive. */
        @WithDefault("2s")
        Duration heartbeatInterval();

        /**
         * How long a thread may take over what it has fetched. It is also how long a rebalance waits for members that the
         * broker remembers and that are gone: Kafka's five minutes would be five minutes without decisions.
         */
        @WithDefault("30s")
        Duration maxPollInterval();

        /**
         * How long a thread waits for one answer about its group, such as the offsets where it goes on. Less than half of
         * the above, so that a thread which waits in vain still polls, keeps its partitions, and works on those that can be
         * worked on: Kafka's sixty seconds would throw it out of the group each time.
         */
        @WithDefault("10s")
        Duration answerWithin();

        /** After how long the broker ends the transaction of an instance that went silent. */
        @WithDefault("10s")
        Duration transactionTimeout();

        /** How many further instances keep a copy of each store. */
        @WithDefault("0")
        int standbys();

        /** What the stores of all partitions may use for caches and write buffers together, outside the heap. */
        @WithDefault("128M")
        MemorySize storeMemory();
    }
}
