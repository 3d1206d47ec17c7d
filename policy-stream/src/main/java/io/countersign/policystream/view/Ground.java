package io.countersign.policystream.view;

import org.jspecify.annotations.Nullable;

/** A reason as the audit log has it: without words. */
record Ground(String code, @Nullable String rule) {}
