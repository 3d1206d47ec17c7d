package io.countersign.console.kafka;

import io.countersign.console.desk.Arrival;
import io.countersign.console.desk.Category;
import io.countersign.console.desk.Finding;
import io.countersign.console.desk.Outside;
import io.countersign.console.desk.Provenance;
import io.countersign.console.desk.RawBytes;
import io.countersign.contract.Code;
import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A letter of the desk's own, about a record on one of its topics that it cannot read. */
final class UnreadableRecord {
    static final String STAGE = "desk";

    private UnreadableRecord() {}

    static Arrival arrival(ConsumerRecord<byte[], byte[]> record, String why) {
        var position = FactReader.position(record);
        var owner = Whose.of(record.topic(), record.key());
        var at = Instant.ofEpochMilli(record.timestamp());
        var finding = new Finding(Code.UNREADABLE.name(), null, "The record " + why + ".");
        var id = UUID.nameUUIDFromBytes(("desk " + position).getBytes(StandardCharsets.UTF_8));
        return new Arrival(
                position,
                at,
                id.toString(),
                null,
                owner.map(Owner::tenant).orElse(null),
                owner.map(Owner::user).orElse(null),
                Category.UNREADABLE,
                List.of(finding),
                STAGE,
                null,
                null,
                0,
                0,
                Outside.NONE,
                new Provenance(position, at, headers(record)),
                record.value() != null,
                null,
                null,
                null);
    }

    private static List<Provenance.Header> headers(ConsumerRecord<byte[], byte[]> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .map(UnreadableRecord::header)
                .toList();
    }

    private static Provenance.Header header(Header header) {
        return new Provenance.Header(
                header.key(), Headers.isSecret(header.key()) ? null : RawBytes.ofNullable(header.value()));
    }
}
