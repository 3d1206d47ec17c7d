package io.countersign.policystream.policy.yaml;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Counts values, and refuses aliases: ten of them in ten lines can stand for a thousand million values, and who reviews a bundle should
 * read each document where it is.
 */
final class BoundedParser extends ParserImpl {

    private final int most;
    private int values;

    /** @param most so many values, and one more ends the reading */
    BoundedParser(StreamReader reader, LoaderOptions options, int most) {
        super(reader, options);
        this.most = most;
    }

    /** Scalars, lists and maps so far. */
    int values() {
        return values;
    }

    @Override
    public Event getEvent() {
        Event event = super.getEvent();
        if (event instanceof AliasEvent alias) {
            throw new AliasRefused(alias.getStartMark());
        }
        if (event instanceof NodeEvent && ++values > most) {
            throw new TooManyValues();
        }
        return event;
    }

    /** The reading went on for longer than it may. */
    static final class TooManyValues extends YAMLException {
        private static final long serialVersionUID = 1L;

        TooManyValues() {
            super("too many values");
        }
    }

    private static final class AliasRefused extends MarkedYAMLException {
        private static final long serialVersionUID = 1L;

        AliasRefused(@Nullable Mark mark) {
            super(null, null, "aliases (*name) are not supported, write the value out", mark);
        }
    }
}
