package io.countersign.intake;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What each caller may bring to an instance. A rate of 0 is no limit. */
public interface LimitsConfig {

    /** Whether callers are limited at all. */
    @WithDefault("true")
    boolean enabled();

    /** Requests and messages that one user may send each second. */
    @WithDefault("200")
    long userRequests();

    /** Bytes of bodies and messages that one user may send each second. */
    @WithDefault("8M")
    MemorySize userBytes();

    /** Requests and messages that all users of a tenant together may send each second. */
    @WithDefault("2000")
    long tenantRequests();

    /** Bytes of bodies and messages that all users of a tenant together may send each second. */
    @WithDefault("64M")
    MemorySize tenantBytes();

    /** For how long what was not used is kept: so many seconds' worth may come at once. */
    @WithDefault("5s")
    Duration burst();

    /** How many requests of one user may wait, and streams and channels be open, at the same time. */
    @WithDefault("500")
    int userWaiting();

    /** How many of all users of a tenant together. */
    @WithDefault("5000")
    int tenantWaiting();

    /** How many users, and how many tenants, are remembered at most. */
    @WithDefault("100000")
    int remembered();
}
