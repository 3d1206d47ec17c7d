package io.countersign.policystream.stream;

import io.countersign.policystream.store.Codec;
import io.countersign.policystream.store.ValueReader;
import io.countersign.policystream.store.ValueWriter;
import io.countersign.policystream.stream.layout.BudgetLayout;

/** How an account is laid out: by the rules of {@link io.countersign.policystream.stream.layout.Layouts}. */
final class AccountCodec {

    /** The number 1 stood before two bodies, of which nothing tells which one it is. */
    private static final int VERSION = 2;

    static final Codec<Account> CODEC = Codec.laidOut("account", VERSION, AccountCodec::write, AccountCodec::read);

    private AccountCodec() {}

    private static void write(ValueWriter out, Account account) {
        out.number(account.chain().sequence());
        out.text(account.chain().hash());
        out.number(account.waiting());
        out.list(account.sheets(), AccountCodec::write);
    }

    private static Account read(ValueReader in) {
        if (in.version() < VERSION) {
            throw new IllegalStateException("its layout is 1, which no build reads any more");
        }
        return new Account(new Chain(in.number(), in.text()), in.number(), in.list(AccountCodec::sheet));
    }

    private static void write(ValueWriter out, Sheet sheet) {
        out.text(sheet.budget());
        out.duration(sheet.length());
        out.optional(sheet.span(), ValueWriter::duration);
        out.list(sheet.entries(), AccountCodec::write);
    }

    private static Sheet sheet(ValueReader in) {
        return new Sheet(in.text(), in.duration(), in.optional(ValueReader::duration), in.list(AccountCodec::entry));
    }

    private static void write(ValueWriter out, Sheet.Entry entry) {
        out.instant(entry.opens());
        BudgetLayout.kept(out, entry.kept());
    }

    private static Sheet.Entry entry(ValueReader in) {
        return new Sheet.Entry(in.instant(), BudgetLayout.kept(in));
    }
}
