package io.countersign.policystream.policy;

import org.jspecify.annotations.Nullable;

/**
 * A test that a bundle brings along: what the policy must say of an intent.
 *
 * @param given what the question remembers
 * @param rule the document that must be among the reasons
 * @param code the code that a refusal must carry
 * @param answered whether a prepared answer must be given; null if that does not matter
 * @param onFailure the answer that must stand in if no executor could give one; null if that does not matter
 */
record BundleTest(
        int line,
        String name,
        String what,
        Question question,
        Given given,
        Verdict verdict,
        @Nullable Placed rule,
        @Nullable String code,
        @Nullable Boolean answered,
        @Nullable Placed onFailure) {}
