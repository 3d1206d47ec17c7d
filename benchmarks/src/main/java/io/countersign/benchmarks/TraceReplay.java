package io.countersign.benchmarks;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.BalanceKey;
import io.countersign.policystream.budget.Balances;
import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.budget.FixedWindow;
import io.countersign.policystream.budget.Hold;
import io.countersign.policystream.budget.Ledger;
import io.countersign.policystream.budget.Reservation;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.budget.Window;
import java.time.Duration;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The ledger itself over the calls of a trace, dealt out to users in turn, each with a budget of tokens in windows of ten
 * minutes. What is refused is compared with what somebody would have let through who knew beforehand what every call takes.
 */
final class TraceReplay {

    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final FixedWindow WINDOWS = new FixedWindow(WINDOW);

    private final List<Call> calls;
    private final int users;
    private final long mostOutput;

    TraceReplay(List<Call> calls, int users) {
        this.calls = calls;
        this.users = users;
        this.mostOutput = calls.stream().mapToLong(Call::output).max().orElse(0);
    }

    /**
     * What came of it.
     *
     * @param refused calls that were refused
     * @param refusedWrongly those of them that somebody would have let through who knew beforehand what every call takes
     * @param overspent tokens spent above the limit, over all users and windows
     */
    record Outcome(int calls, int refused, int refusedWrongly, long overspent) {

        double wrongPercent() {
            return 100.0 * refusedWrongly / calls;
        }

        double refusedPercent() {
            return 100.0 * refused / calls;
        }
    }

    /** @param percent each user's limit of a window, in per cent of what the user truly takes in an average one */
    Outcome run(Holding holding, int percent) {
        var limits = limits(percent);
        var fitting = fitting(limits);
        var books = new HashMap<Integer, Map<BalanceKey, Balance>>();
        var truth = new HashMap<Spent, Long>();
        var running = new PriorityQueue<Running>(
                Comparator.comparing((Running each) -> each.call().end()));
        int refused = 0;
        int wrongly = 0;
        for (int number = 0; number < calls.size(); number++) {
            var call = calls.get(number);
            while (!running.isEmpty() && !running.peek().call().end().isAfter(call.arrival())) {
                settle(running.poll(), books);
            }
            int user = number % users;
            long limit = limits[user];
            var window = WINDOWS.at(call.arrival());
            var claim = new Claim("tokens", Unit.TOKENS, window, limit, holding.of(call, mostOutput, limit));
            var ledger = new Ledger(balances(books, user));
            switch (ledger.reserve(List.of(claim), budget -> false)) {
                case Reservation.Placed(var holds) -> {
                    store(ledger, books, user);
                    truth.merge(new Spent(user, window), call.tokens(), Long::sum);
                    if (holding.settlesAtTheEnd()) {
                        running.add(new Running(call, user, holds));
                    }
                }
                case Reservation.Short shortage -> {
                    refused++;
                    wrongly += fitting.get(number) ? 1 : 0;
                }
            }
        }
        return new Outcome(calls.size(), refused, wrongly, overspent(truth, limits));
    }

    /** The calls that fit, each in its turn, if it is known what each takes. */
    private BitSet fitting(long[] limits) {
        var fitting = new BitSet();
        var spent = new HashMap<Spent, Long>();
        for (int number = 0; number < calls.size(); number++) {
            var call = calls.get(number);
            var of = new Spent(number % users, WINDOWS.at(call.arrival()));
            if (spent.getOrDefault(of, 0L) + call.tokens() <= limits[of.user()]) {
                fitting.set(number);
                spent.merge(of, call.tokens(), Long::sum);
            }
        }
        return fitting;
    }

    private long[] limits(int percent) {
        var first = WINDOWS.at(calls.getFirst().arrival()).opens();
        var last = WINDOWS.at(calls.getLast().arrival()).closes();
        long windows = Duration.between(first, last).dividedBy(WINDOW);
        var limits = new long[users];
        for (int number = 0; number < calls.size(); number++) {
            limits[number % users] += calls.get(number).tokens();
        }
        for (int user = 0; user < users; user++) {
            limits[user] = limits[user] * percent / (100 * windows);
        }
        return limits;
    }

    private static long overspent(Map<Spent, Long> truth, long[] limits) {
        return truth.entrySet().stream()
                .mapToLong(spent ->
                        Math.max(0, spent.getValue() - limits[spent.getKey().user()]))
                .sum();
    }

    private static void settle(Running ended, Map<Integer, Map<BalanceKey, Balance>> books) {
        var ledger = new Ledger(balances(books, ended.user()));
        var call = ended.call();
        ledger.settle(ended.holds(), new Consumption(call.input(), call.output(), 0, 0, false));
        store(ledger, books, ended.user());
    }

    private static Balances balances(Map<Integer, Map<BalanceKey, Balance>> books, int user) {
        return key -> books.getOrDefault(user, Map.of()).getOrDefault(key, Balance.EMPTY);
    }

    private static void store(Ledger ledger, Map<Integer, Map<BalanceKey, Balance>> books, int user) {
        var balances = books.computeIfAbsent(user, none -> new HashMap<>());
        ledger.movements().forEach(movement -> balances.put(movement.key(), movement.after()));
    }

    /** What one user's calls in one window truly take. */
    private record Spent(int user, Window window) {}

    private record Running(Call call, int user, List<Hold> holds) {}
}
