package io.countersign.intake.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.countersign.door.Problem;
import io.countersign.intake.mcp.Tools;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a caller may do now, as tools. */
@Singleton
final class ToolLists {
    private final PolicyStream policyStream;
    private final ObjectReader json;

    ToolLists(PolicyStream policyStream, ObjectMapper json) {
        this.policyStream = policyStream;
        this.json = ExactJson.reader(json);
    }

    /** What comes of asking for a list. */
    sealed interface Listing {
        record Listed(ArrayNode tools) implements Listing {}

        record Refused(Problem problem) implements Listing {}
    }

    /** Those in a session, if one is named. */
    Listing of(String token, @Nullable String session) throws InterruptedException {
        return switch (policyStream.get("/v1/actions" + new QueryText().add("session", session), token)) {
            case QueryAnswer.Found found -> new Listing.Listed(tools(found));
            case QueryAnswer.Refused refused -> new Listing.Refused(refused.problem());
            case QueryAnswer.Away away -> new Listing.Refused(Answers.unanswered());
        };
    }

    private ArrayNode tools(QueryAnswer.Found found) {
        try {
            return Tools.of(json.readTree(found.json()).path("actions"));
        } catch (IOException e) {
            throw new IllegalStateException("policy-stream answered with something that is no list", e);
        }
    }
}
