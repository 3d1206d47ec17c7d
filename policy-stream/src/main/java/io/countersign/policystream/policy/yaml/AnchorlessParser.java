package io.countersign.policystream.policy.yaml;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Refuses aliases: ten of them in ten lines can stand for a thousand million values, and who reviews a bundle should
 * read each document where it is.
 */
final class AnchorlessParser extends ParserImpl {

    AnchorlessParser(StreamReader reader, LoaderOptions options) {
        super(reader, options);
    }

    @Override
    public Event getEvent() {
        Event event = super.getEvent();
        if (event instanceof AliasEvent alias) {
            throw new AliasRefused(alias.getStartMark());
        }
        return event;
    }

    private static final class AliasRefused extends MarkedYAMLException {
        private static final long serialVersionUID = 1L;

        AliasRefused(@Nullable Mark mark) {
            super(null, null, "aliases (*name) are not supported, write the value out", mark);
        }
    }
}
