package io.countersign.policystream.stream;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.KeptBalance;
import io.countersign.policystream.store.Codec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An account's bytes: written with every decision, so one number after another, without names. The first says which
 * version of this order they are in; one that gains a member gets the next number, and the ones before stay readable.
 */
final class AccountCodec {

    static final Codec<Account> CODEC = new Codec<>(AccountCodec::bytes, AccountCodec::account);

    private static final int VERSION = 1;
    private static final int USUAL_BYTES = 256;

    private AccountCodec() {}

    private static byte[] bytes(Account account) {
        var bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try {
            var out = CodedOutputStream.newInstance(bytes, USUAL_BYTES);
            out.writeUInt32NoTag(VERSION);
            out.writeUInt64NoTag(account.chain().sequence());
            out.writeStringNoTag(account.chain().hash());
            out.writeUInt64NoTag(account.waiting());
            out.writeUInt32NoTag(account.sheets().size());
            for (var sheet : account.sheets()) {
                write(sheet, out);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory are always writable", e);
        }
        return bytes.toByteArray();
    }

    private static void write(Sheet sheet, CodedOutputStream out) throws IOException {
        out.writeStringNoTag(sheet.budget());
        out.writeUInt64NoTag(sheet.length().toMillis());
        var span = sheet.span();
        out.writeUInt64NoTag(span == null ? 0 : span.toMillis());
        out.writeUInt32NoTag(sheet.entries().size());
        long before = 0;
        for (var entry : sheet.entries()) {
            long opens = entry.opens().toEpochMilli();
            out.writeSInt64NoTag(opens - before);
            before = opens;
            var balance = entry.kept().balance();
            out.writeSInt64NoTag(balance.limit());
            out.writeSInt64NoTag(balance.held());
            out.writeSInt64NoTag(balance.settled());
            out.writeSInt64NoTag(balance.overrun());
            out.writeUInt32NoTag(balance.told());
            out.writeSInt64NoTag(entry.kept().holds());
        }
    }

    private static Account account(byte[] bytes) {
        try {
            var in = CodedInputStream.newInstance(bytes);
            int version = in.readUInt32();
            if (version != VERSION) {
                throw new IOException("an account of version " + version + ", which a later build wrote");
            }
            var chain = new Chain(in.readUInt64(), in.readString());
            long waiting = in.readUInt64();
            int count = in.readUInt32();
            var sheets = new ArrayList<Sheet>();
            for (int i = 0; i < count; i++) {
                sheets.add(sheet(in));
            }
            return new Account(chain, waiting, sheets);
        } catch (IOException e) {
            throw new UncheckedIOException("a store holds what was written to it", e);
        }
    }

    private static Sheet sheet(CodedInputStream in) throws IOException {
        var budget = in.readString();
        var length = Duration.ofMillis(in.readUInt64());
        var span = span(in.readUInt64());
        int count = in.readUInt32();
        var entries = new ArrayList<Sheet.Entry>();
        long opens = 0;
        for (int i = 0; i < count; i++) {
            opens += in.readSInt64();
            var balance =
                    new Balance(in.readSInt64(), in.readSInt64(), in.readSInt64(), in.readSInt64(), in.readUInt32());
            entries.add(new Sheet.Entry(Instant.ofEpochMilli(opens), new KeptBalance(balance, in.readSInt64())));
        }
        return new Sheet(budget, length, span, entries);
    }

    private static @Nullable Duration span(long millis) {
        return millis == 0 ? null : Duration.ofMillis(millis);
    }
}
