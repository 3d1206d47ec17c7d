package io.countersign.policystream.stream.layout;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.Hold;
import io.countersign.policystream.budget.KeptBalance;
import io.countersign.policystream.budget.Prices;
import io.countersign.policystream.budget.Tariff;
import io.countersign.policystream.budget.Tariff.Rate;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.budget.Window;
import io.countersign.policystream.lifecycle.Attempt;
import io.countersign.policystream.lifecycle.Dossier;
import io.countersign.policystream.lifecycle.Fault;
import io.countersign.policystream.lifecycle.Input.Vote;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.lifecycle.Probing;
import io.countersign.policystream.lifecycle.ReportStatus;
import io.countersign.policystream.lifecycle.Request;
import io.countersign.policystream.memory.Addition;
import io.countersign.policystream.memory.SessionKey;
import io.countersign.policystream.memory.SessionMemory;
import io.countersign.policystream.memory.Sums;
import io.countersign.policystream.memory.Trace;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.Reason;
import io.countersign.policystream.policy.TaskGrant;
import io.countersign.policystream.session.OpenSessions;
import io.countersign.policystream.session.OpenedSession;
import io.countersign.policystream.store.Codec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The values whose bytes are kept in {@code kept-<version>.properties}: each kind, each state, everything there and nothing
 * there.
 */
final class KeptValues {
    /** The version that this build writes. */
    private static final int NOW = 6;

    private static final String ID = "0b4f9b5e-2b4d-5d6c-9a51-1c5d7e8f9a0b";
    private static final String SESSION = "0199a2c4-7d31-7c3e-8f21-5b6a7c8d9e0f";
    private static final String DIGEST = "d2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26";
    private static final byte[] NONCE =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff");
    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00.123Z");
    private static final Window DAY = new Window(Instant.parse("2026-11-21T00:00:00Z"), Duration.ofDays(1));
    private static final Window BUCKET = new Window(TEN, Duration.ofMinutes(10), Duration.ofHours(24));

    private static final Prices SMALL = new Prices(150_000, 75_000, 600_000);

    /** What this build writes. */
    static final List<Entry<?>> WRITTEN = inVersion(NOW);

    /** What this build reads. */
    static final List<Entry<?>> READ = IntStream.rangeClosed(1, NOW)
            .boxed()
            .flatMap(version -> inVersion(version).stream())
            .toList();

    private KeptValues() {}

    /** A value, and the bytes that it was kept in. */
    record Entry<T>(String name, Properties kept, Codec<T> codec, T value) {

        byte[] bytes() {
            return HexFormat.of().parseHex(Objects.requireNonNull(kept.getProperty(name), name));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Properties kept(int version) {
        var kept = new Properties();
        try (var file = KeptValues.class.getResourceAsStream("kept-" + version + ".properties")) {
            kept.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return kept;
    }

    /** All that there was in a version. */
    private static List<Entry<?>> inVersion(int version) {
        var all = new ArrayList<>(inEveryVersion(version));
        if (version > 1) {
            all.addAll(sinceTheSecond(kept(version)));
        }
        if (version > 3) {
            var handed = new IntentState.Approved(plain(handedTo("orders-team")));
            all.add(intent(kept(version), "approved-to-a-team", handed));
        }
        if (version > 4) {
            all.add(intent(kept(version), "dead-as-found", new IntentState.Dead(plain(found()))));
        }
        if (version > 5) {
            all.add(intent(kept(version), "dead-without-effect", new IntentState.Dead(plain(without(false)))));
            all.add(intent(kept(version), "dead-begun-again", new IntentState.Dead(plain(without(true)))));
        }
        return List.copyOf(all);
    }

    private static List<Entry<?>> inEveryVersion(int version) {
        var kept = kept(version);
        return List.of(
                intent(
                        kept,
                        "deferred",
                        new IntentState.Deferred(
                                plain(),
                                TEN,
                                new IntentState.Ticket(7, List.of("tokens-10m", "requests-1h")),
                                TEN.minusSeconds(60))),
                intent(kept, "held", new IntentState.Held(full(version), List.of(clause()), TEN.plusSeconds(3_600), 2)),
                intent(kept, "approved", new IntentState.Approved(plain())),
                intent(kept, "running", new IntentState.Running(plain())),
                intent(kept, "retrying", new IntentState.Retrying(plain(), TEN.plusSeconds(4), TEN)),
                intent(kept, "unknown", new IntentState.Unknown(plain(), null)),
                intent(kept, "dead", new IntentState.Dead(plain())),
                intent(kept, "replaced", new IntentState.Ended(plain(), IntentState.End.DISCARDED, SESSION)),
                intent(kept, "succeeded", new IntentState.Ended(plain(), IntentState.End.SUCCEEDED, null)),
                new Entry<>("balance", kept, Layouts.BALANCE, new KeptBalance(new Balance(100, 10, 60, 5, 50), 2)),
                new Entry<>("sums", kept, Layouts.SUMS, sums()),
                new Entry<>("sums-of-a-window", kept, Layouts.SUMS, new Sums(Duration.ofDays(1), null, List.of())),
                new Entry<>("memory", kept, Layouts.MEMORY, memory()),
                new Entry<>("session", kept, Layouts.SESSION, session()),
                new Entry<>("session-of-any-agent", kept, Layouts.SESSION, sessionOfAnyAgent()),
                new Entry<>(
                        "open-sessions",
                        kept,
                        Layouts.OPEN_SESSIONS,
                        new OpenSessions(Map.of(SESSION, TEN, ID, TEN.plusSeconds(1)))));
    }

    private static List<Entry<?>> sinceTheSecond(Properties kept) {
        var fault = new Fault("HTTP_503", "später", 2_000L);
        return List.of(
                intent(
                        kept,
                        "unknown-asked",
                        new IntentState.Unknown(
                                plain(), new Probing(TEN.plusSeconds(300), TEN.plusSeconds(7), 3, 1, fault))),
                intent(
                        kept,
                        "unknown-not-told",
                        new IntentState.Unknown(
                                plain(),
                                new Probing(TEN.plusSeconds(300), null, 9, 0, new Fault("BACKEND", "", null)))));
    }

    /** Until the third there was one price for whatever answered. */
    private static Tariff tariff(int version) {
        return version < 3
                ? Tariff.ofAny(SMALL)
                : new Tariff(List.of(new Rate("small", SMALL), new Rate("tiny", new Prices(1, 0, 2))));
    }

    private static Entry<IntentState> intent(Properties kept, String name, IntentState state) {
        return new Entry<>(name, kept, Layouts.INTENT, state);
    }

    private static Sums sums() {
        return new Sums(
                Duration.ofMinutes(10),
                Duration.ofHours(24),
                List.of(
                        new Sums.Bucket(TEN, new BigDecimal("0.1")),
                        new Sums.Bucket(TEN.plusSeconds(600), new BigDecimal("1E+15"))));
    }

    private static SessionMemory memory() {
        return new SessionMemory(
                Map.of("untrusted", 3L, "private", 1L), Map.of("orders.refund", 4L), TEN, TEN.plusSeconds(86_400));
    }

    private static OpenedSession session() {
        return new OpenedSession(
                SESSION,
                "bot",
                List.of(new TaskGrant("orders.*", "parameters.amount < 50"), new TaskGrant("llm.chat", null)),
                "countersign-cli",
                DIGEST,
                TEN,
                true);
    }

    private static OpenedSession sessionOfAnyAgent() {
        return new OpenedSession(SESSION, null, List.of(), "countersign-cli", DIGEST, TEN, false);
    }

    private static Dossier full(int version) {
        return new Dossier(
                new Request(
                        ID,
                        "acme",
                        "ana",
                        "bot",
                        "returns",
                        SESSION,
                        "orders.refund",
                        "{\"amount\":99.90,\"order\":\"A1\"}",
                        "small",
                        256L,
                        1_234L,
                        "der Kunde wünscht es",
                        true,
                        TEN.plusSeconds(86_400),
                        true,
                        List.of("support", "pro"),
                        "acme.answers",
                        NONCE,
                        DIGEST,
                        TEN.minusMillis(5),
                        SESSION,
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                5,
                "Refund 99.9 EUR on order A1",
                List.of(ended(version), granted()),
                1,
                2,
                TEN.minusSeconds(30),
                List.of("refunds-above-100: 1 of [finance]"),
                List.of(new Vote("fin", true, List.of("countersign-reviewer", "finance"))),
                "ana",
                true,
                "OVER_BUDGET",
                List.of(new Reason("RULE", "refunds-above-100", "amount 250"), new Reason("FROZEN", null, "")),
                "fin",
                TEN,
                new Trace(
                        new SessionKey(true, SESSION),
                        TEN,
                        TEN.plusSeconds(86_400),
                        "orders.refund",
                        List.of("external-effect"),
                        List.of(
                                new Addition("refunded", "A1", BUCKET, new BigDecimal("99.90")),
                                new Addition("refunds", "", DAY, BigDecimal.ONE))));
    }

    private static Dossier plain() {
        return plain(granted());
    }

    private static Dossier plain(Attempt attempt) {
        return new Dossier(
                new Request(
                        ID,
                        "acme",
                        "ana",
                        "bot",
                        null,
                        null,
                        "orders.read",
                        "{}",
                        null,
                        null,
                        null,
                        null,
                        false,
                        null,
                        false,
                        List.of(),
                        null,
                        NONCE,
                        DIGEST,
                        TEN,
                        null,
                        null),
                1,
                "",
                List.of(attempt),
                0,
                0,
                null,
                List.of(),
                List.of(),
                null,
                false,
                null,
                List.of(),
                "bot",
                TEN,
                null);
    }

    private static Attempt ended(int version) {
        return new Attempt(
                1,
                List.of(
                        new Hold("tokens-10m", Unit.TOKENS, BUCKET, 1_490, 1_500, 10, false),
                        new Hold("cost-day", Unit.COST_MICROS, DAY, 358, 0, 0, true)),
                true,
                false,
                Duration.ofSeconds(10),
                TEN,
                TEN.plusSeconds(120),
                TEN.plusMillis(55),
                "run-1",
                TEN.plusSeconds(15),
                true,
                ReportStatus.FAILED_RETRYABLE,
                tariff(version),
                null,
                false,
                false,
                false);
    }

    private static Attempt found() {
        return new Attempt(
                1,
                List.of(),
                false,
                false,
                Duration.ofSeconds(10),
                TEN,
                TEN.plusSeconds(120),
                TEN.plusMillis(55),
                "run-1",
                TEN.plusSeconds(15),
                false,
                ReportStatus.FAILED,
                null,
                "orders-team",
                true,
                false,
                false);
    }

    private static Attempt granted() {
        return handedTo(null);
    }

    private static Attempt handedTo(@Nullable String executor) {
        return new Attempt(
                2,
                List.of(),
                false,
                true,
                Duration.ofMillis(1),
                TEN,
                TEN,
                null,
                null,
                null,
                false,
                null,
                null,
                executor,
                false,
                false,
                false);
    }

    private static Attempt without(boolean again) {
        return new Attempt(
                1,
                List.of(),
                true,
                false,
                Duration.ofSeconds(10),
                TEN,
                TEN.plusSeconds(120),
                TEN.plusMillis(55),
                "run-1",
                TEN.plusSeconds(15),
                false,
                ReportStatus.FAILED_RETRYABLE,
                null,
                null,
                false,
                again,
                true);
    }

    private static ApprovalClause clause() {
        return new ApprovalClause("refunds-above-100", List.of("finance", "legal"), 2, Duration.ofHours(4));
    }
}
