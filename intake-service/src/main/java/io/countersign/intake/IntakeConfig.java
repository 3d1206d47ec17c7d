package io.countersign.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The settings of intake-service. Those that have an environment variable name it in application.properties. */
@ConfigMapping(prefix = "countersign.intake")
public interface IntakeConfig {

    /** Where the broker is: host and port, several with commas. */
    @WithDefault("127.0.0.1:9092")
    String kafka();

    /** The schema registry's API. */
    @WithDefault("http://127.0.0.1:8081/apis/ccompat/v7")
    String registry();

    /** The partitions of every topic whose key is an owner. */
    @WithDefault("4")
    int partitions();

    /** Where policy-stream answers queries. */
    @WithDefault("http://127.0.0.1:8091")
    URI policyStream();

    /** How long a request waits for the decision. */
    @WithDefault("2s")
    Duration decisionWithin();

    /** How long a request waits for the broker's acknowledgement. */
    @WithDefault("4s")
    Duration acknowledgedWithin();

    /** How long a request waits for policy-stream's answer to a query, its own waiting included. */
    @WithDefault("5s")
    Duration queryWithin();

    /** How many requests and streams may wait at the same time, if memory has room for so many. */
    @WithDefault("10000")
    int waiting();

    /** How long a stream waits for a client that takes nothing; then it closes, and the client may resume it. */
    @WithDefault("30s")
    Duration slowestReader();

    /** How often a silent stream says that it is alive. */
    @WithDefault("15s")
    Duration keepAlive();

    /** How long the call of a tool waits for the end of its intent; then it answers with the id. */
    @WithDefault("50s")
    Duration toolWithin();

    /** How often a caller's list of tools is looked at while somebody listens for its changes. */
    @WithDefault("5s")
    Duration toolListEvery();

    /** How long requests that are under way may go on when the service ends. */
    @WithDefault("5s")
    Duration drain();

    /** The pages whose scripts may use MCP, as their {@code Origin} says them; those of this machine may always. */
    Optional<Set<String>> origins();

    /** What each caller may bring. */
    LimitsConfig limits();
}
