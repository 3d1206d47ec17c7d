package io.countersign.intake.http;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.Code;
import io.countersign.intake.channel.Source;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A caller's intents, asked for with the caller's own token for as long as that is good. */
final class CallersIntents implements Source {
    private final PolicyStream policyStream;
    private final ObjectReader json;
    private final InstantSource clock;
    private final String token;
    private final Instant until;

    CallersIntents(PolicyStream policyStream, ObjectReader json, InstantSource clock, String token, Instant until) {
        this.policyStream = policyStream;
        this.json = json;
        this.clock = clock;
        this.token = token;
        this.until = until;
    }

    @Override
    public Optional<ObjectNode> intent(String id, long minVersion) throws IOException, InterruptedException {
        return switch (ask(id, minVersion)) {
            case QueryAnswer.Found found -> Optional.of(read(found));
            case QueryAnswer.Refused refused
            when refused.problem().code().equals(Code.NOT_FOUND.name()) -> Optional.empty();
            case QueryAnswer.Refused refused ->
                throw new IOException(
                        "policy-stream refuses: " + refused.problem().code());
            case QueryAnswer.Away away -> throw new IOException("policy-stream does not answer");
        };
    }

    @Override
    public Duration left() {
        return Duration.between(clock.instant(), until);
    }

    QueryAnswer ask(String id, long minVersion) throws InterruptedException {
        return policyStream.intentForDoors(id, minVersion, token);
    }

    ObjectNode read(QueryAnswer.Found found) {
        return ExactJson.intent(json, found.json());
    }
}
