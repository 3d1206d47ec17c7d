package io.countersign.policystream.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an intent has come with its attempts.
 *
 * @param begun how many have begun
 * @param attempts how many may begin, unless a person grants more
 * @param next when the next one is due, while it waits for that
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttemptProgress(
        int begun, int attempts, @Nullable Instant next) {}
