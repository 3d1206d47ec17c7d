package io.countersign.policystream.stream.layout;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.Hold;
import io.countersign.policystream.budget.KeptBalance;
import io.countersign.policystream.budget.Prices;
import io.countersign.policystream.budget.Tariff;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.budget.Window;
import io.countersign.policystream.store.ValueReader;
import io.countersign.policystream.store.ValueWriter;
import java.util.List;

/** What attempts hold of their budgets, and what that comes to. */
public final class BudgetLayout {
    private static final List<Unit> UNITS = List.of(Unit.values());

    private BudgetLayout() {}

    static void hold(ValueWriter out, Hold hold) {
        out.text(hold.budget());
        out.choice(hold.unit());
        window(out, hold.window());
        out.number(hold.amount());
        out.number(hold.settled());
        out.number(hold.overrun());
        out.flag(hold.open());
    }

    static Hold hold(ValueReader in) {
        return new Hold(in.text(), in.choice(UNITS), window(in), in.number(), in.number(), in.number(), in.flag());
    }

    static void window(ValueWriter out, Window window) {
        out.instant(window.opens());
        out.duration(window.length());
        out.optional(window.period(), ValueWriter::duration);
    }

    static Window window(ValueReader in) {
        return new Window(in.instant(), in.duration(), in.optional(ValueReader::duration));
    }

    /** A balance and what keeps it. */
    public static void kept(ValueWriter out, KeptBalance kept) {
        var balance = kept.balance();
        out.number(balance.limit());
        out.number(balance.held());
        out.number(balance.settled());
        out.number(balance.overrun());
        out.number(balance.told());
        out.number(kept.holds());
    }

    /** A balance and what keeps it. */
    public static KeptBalance kept(ValueReader in) {
        var balance = new Balance(in.number(), in.number(), in.number(), in.number(), in.smallNumber());
        return new KeptBalance(balance, in.number());
    }

    static void tariff(ValueWriter out, Tariff tariff) {
        out.list(tariff.rates(), (each, rate) -> {
            each.text(rate.model());
            prices(each, rate.prices());
        });
    }

    /** Before there were several prices, there was one for whatever answered. */
    static Tariff tariff(ValueReader in) {
        return in.version() < 3
                ? Tariff.ofAny(prices(in))
                : new Tariff(in.list(each -> new Tariff.Rate(each.text(), prices(each))));
    }

    private static void prices(ValueWriter out, Prices prices) {
        out.number(prices.input());
        out.number(prices.cached());
        out.number(prices.output());
    }

    private static Prices prices(ValueReader in) {
        return new Prices(in.number(), in.number(), in.number());
    }
}
