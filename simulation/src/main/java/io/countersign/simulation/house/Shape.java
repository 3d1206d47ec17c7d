package io.countersign.simulation.house;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/** How a budget divides time, as policy documents write it. */
public sealed interface Shape {

    /** The span that contains an instant, in milliseconds since the epoch. */
    Span at(long now);

    /** As policy documents write it. */
    String text();

    /** Spans of one length, from the epoch on. */
    record Fixed(long length, String text) implements Shape {
        @Override
        public Span at(long now) {
            long from = now - Math.floorMod(now, length);
            return new Span(from, from + length, 0, 0);
        }
    }

    /** Every span of this length; counted in buckets of a 144th, rounded up, of which 145 count together. */
    record Rolling(long period, String text) implements Shape {
        @Override
        public Span at(long now) {
            long bucket = (period + 143) / 144;
            long from = now / bucket * bucket;
            return new Span(from, from + bucket, 144 * bucket, period);
        }
    }

    /** Calendar months of a zone. */
    record Monthly(ZoneId zone) implements Shape {
        @Override
        public Span at(long now) {
            var month = YearMonth.from(Instant.ofEpochMilli(now).atZone(zone));
            return new Span(opening(month), opening(month.plusMonths(1)), 0, 0);
        }

        @Override
        public String text() {
            return "month";
        }

        private long opening(YearMonth month) {
            return month.atDay(1).atStartOfDay(zone).toInstant().toEpochMilli();
        }
    }
}
