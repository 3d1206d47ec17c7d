package io.countersign.policystream.inbox;

import io.countersign.contract.Code;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what becomes of the inbox's records by code; one line tells of each that was refused. It sees them before they are
 * committed: what is read again counts again.
 */
public final class InboxLog {

    private static final Logger LOG = LoggerFactory.getLogger(InboxLog.class);
    private static final String ADMITTED = "NONE";

    private final MeterRegistry meters;

    public InboxLog(MeterRegistry meters) {
        this.meters = meters;
    }

    void admitted() {
        count(ADMITTED);
    }

    /** Its words are in the letter: they may quote what anybody wrote. */
    void refused(InboxRecord record, Code code) {
        count(code.name());
        LOG.info(
                "refused topic={} partition={} offset={} code={}",
                record.topic(),
                record.partition(),
                record.offset(),
                code);
    }

    private void count(String code) {
        meters.counter("countersign.inbox.records", "code", code).increment();
    }
}
