package io.countersign.policystream.view;

import java.time.Instant;

/**
 * That a bundle was put into force.
 *
 * @param controlOffset where the order stands in the log of controls: orders of activations
 * @param version the bundle's hash
 * @param actor who put it into force
 * @param at when it was adopted, in broker time
 */
public record ActivatedPolicy(long controlOffset, String version, String actor, Instant at) {}
