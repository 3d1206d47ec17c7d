package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.BalanceKey;
import io.countersign.policystream.budget.FixedWindow;
import io.countersign.policystream.budget.KeptBalance;
import io.countersign.policystream.budget.MonthWindow;
import io.countersign.policystream.budget.Period;
import io.countersign.policystream.budget.RollingWindow;
import io.countersign.policystream.budget.WindowRule;
import io.countersign.policystream.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** One record holds what every decision about an owner needs; it is written when a decision is through, and not before. */
class AccountsTest {

    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");
    private static final WindowRule TEN_MINUTES = new FixedWindow(Duration.ofMinutes(10));
    private static final WindowRule DAY = new RollingWindow(Duration.ofHours(24));
    private static final WindowRule MONTH = new MonthWindow(ZoneOffset.UTC);

    /** Version, sequence, hash, places in line, and two sheets of one balance each. */
    private static final String GOLDEN =
            "020e073030666602020763686174809f49000180a4e3d8bf68c80114780a64040763686174809f490180f0b2520180a4e3d8bf68d00f008c01000006";

    private final MemoryStore<Bytes> store = new MemoryStore<>();
    private final Accounts accounts = new Accounts(Deciding.ACCOUNTS.in(store));

    @Test
    void what_was_changed_is_written_once_at_the_end() {
        var account = accounts.change("acme/ana");
        account.chain(new Chain(1, "aa"));
        account.chain(new Chain(2, "bb"));
        accounts.of("acme/bo");

        assertThat(store.approximateNumEntries()).isZero();
        assertThat(accounts.of("acme/ana").chain()).isEqualTo(new Chain(2, "bb"));
        accounts.flush();

        assertThat(store.approximateNumEntries()).isOne();
        assertThat(again().of("acme/ana").chain()).isEqualTo(new Chain(2, "bb"));
    }

    @Test
    void an_account_reads_back_whole() {
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            var owner = "acme/" + round;
            var account = accounts.change(owner);
            account.chain(new Chain(random.nextLong(1L << 53), Long.toHexString(random.nextLong())));
            account.waits(random.nextInt(4));
            for (int i = random.nextInt(12); i > 0; i--) {
                account.put(key(random), kept(random));
            }
        }
        accounts.flush();

        for (int round = 0; round < 200; round++) {
            var written = accounts.of("acme/" + round);
            assertThat(again().of("acme/" + round)).usingRecursiveComparison().isEqualTo(written);
        }
    }

    @Test
    void its_bytes_stay_what_they_are() {
        var account = accounts.change("acme/ana");
        account.chain(new Chain(7, "00ff"));
        account.waits(1);
        account.put(new BalanceKey("chat", TEN_MINUTES.at(TEN)), kept(100, 10, 60, 5, 50, 2));
        account.put(new BalanceKey("chat", DAY.at(TEN)), kept(1000, 0, 70, 0, 0, 3));

        assertThat(HexFormat.of().formatHex(Deciding.ACCOUNTS.values().write().apply(account)))
                .isEqualTo(GOLDEN);
        assertThat(Deciding.ACCOUNTS.values().read().apply(HexFormat.of().parseHex(GOLDEN)))
                .usingRecursiveComparison()
                .isEqualTo(account);
    }

    @Test
    void bytes_of_a_later_build_are_refused_in_words() {
        var later = HexFormat.of().parseHex("03" + GOLDEN.substring(2));

        assertThatThrownBy(() -> Deciding.ACCOUNTS.values().read().apply(later))
                .hasMessage("a kept account cannot be read: its layout is 3, and this build knows 1 to 2");
    }

    @Test
    void bytes_of_which_nobody_can_say_what_they_mean_are_refused_in_words() {
        var ambiguous = HexFormat.of().parseHex("01" + GOLDEN.substring(2));

        assertThatThrownBy(() -> Deciding.ACCOUNTS.values().read().apply(ambiguous))
                .hasMessage("a kept account cannot be read: its layout is 1, which no build reads any more");
    }

    @Test
    void more_accounts_than_are_at_hand_are_read_from_the_store() {
        for (int i = 0; i < 20_000; i++) {
            accounts.change("acme/" + i).chain(new Chain(i + 1L, "aa"));
            accounts.flush();
        }

        assertThat(accounts.atHand()).isEqualTo(Accounts.MOST_AT_HAND / Accounts.EMPTY_ONE);
        assertThat(accounts.of("acme/0").chain().sequence()).isEqualTo(1);
        assertThat(accounts.of("acme/19999").chain().sequence()).isEqualTo(20_000);
    }

    @Test
    void what_is_not_written_yet_stays_at_hand_however_much_it_is() {
        for (int i = 0; i < 20_000; i++) {
            accounts.change("acme/" + i).chain(new Chain(i + 1L, "aa"));
        }

        assertThat(accounts.of("acme/0").chain().sequence()).isEqualTo(1);
        accounts.flush();
        assertThat(again().of("acme/0").chain().sequence()).isEqualTo(1);
    }

    @Test
    void closed_windows_leave_it_and_others_stay() {
        var account = accounts.change("acme/ana");
        var first = new BalanceKey("chat", TEN_MINUTES.at(TEN));
        var second = new BalanceKey("chat", TEN_MINUTES.at(TEN.plusSeconds(600)));
        account.put(second, kept(100, 1, 0, 0, 0, 1));
        account.put(first, kept(100, 10, 60, 5, 50, 2));

        assertThat(account.closesBy(TEN.plusSeconds(600).minusMillis(1))).isFalse();
        assertThat(account.closesBy(TEN.plusSeconds(600))).isTrue();
        assertThat(account.takeClosed(TEN.plusSeconds(600)))
                .containsOnly(Map.entry(first, kept(100, 10, 60, 5, 50, 2)));
        assertThat(account.balance(first)).isNull();
        assertThat(account.balance(second)).isEqualTo(kept(100, 1, 0, 0, 0, 1));
        assertThat(account.takeClosed(TEN.plusSeconds(1_200))).containsOnlyKeys(second);
        assertThat(account.size()).isZero();
        assertThat(account.sheets()).isEmpty();
    }

    @Test
    void a_period_is_what_its_buckets_are_at_this_moment() {
        var account = accounts.change("acme/ana");
        var early = new BalanceKey("day", DAY.at(TEN));
        var late = new BalanceKey("day", DAY.at(TEN.plusSeconds(3600)));
        account.put(late, kept(1000, 7, 0, 0, 0, 1));
        account.put(early, kept(1000, 0, 70, 0, 50, 3));

        assertThat(account.period(late))
                .isEqualTo(Period.empty(late.window())
                        .with(early.window(), new Balance(1000, 0, 70, 0, 50))
                        .with(late.window(), new Balance(1000, 7, 0, 0, 0)));
        account.put(early, kept(1000, 0, 0, 0, 0, 3));
        assertThat(account.period(late).buckets()).hasSize(1);
        assertThat(account.period(new BalanceKey("other", DAY.at(TEN))).isEmpty())
                .isTrue();
    }

    private Accounts again() {
        return new Accounts(Deciding.ACCOUNTS.in(store));
    }

    private static BalanceKey key(Random random) {
        var rules = List.of(TEN_MINUTES, DAY, MONTH);
        var at = TEN.plusSeconds(random.nextInt(100_000));
        return new BalanceKey(
                "b" + random.nextInt(3), rules.get(random.nextInt(3)).at(at));
    }

    private static KeptBalance kept(Random random) {
        return kept(
                random.nextLong(),
                random.nextLong(1000),
                random.nextLong(),
                random.nextLong(1000),
                random.nextInt(101),
                random.nextLong(9) - 4);
    }

    private static KeptBalance kept(long limit, long held, long settled, long overrun, int told, long holds) {
        return new KeptBalance(new Balance(limit, held, settled, overrun, told), holds);
    }
}
