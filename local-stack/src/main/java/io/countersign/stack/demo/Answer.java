package io.countersign.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** An HTTP answer with a JSON body; a missing body is an empty object. */
record Answer(int status, HttpHeaders headers, JsonNode body) {

    String text(String field) {
        return body.path(field).asText();
    }

    String id() {
        return text("id");
    }

    /** The code of a refusal, or the state of what was accepted. */
    String verdict() {
        var code = text("code");
        return code.isEmpty() ? text("state") : code;
    }

    /** What a person would be told: a refusal's own words, or the last reason's. */
    String because() {
        var reasons = body.path("reasons");
        var last = reasons.path(Math.max(0, reasons.size() - 1)).path("message").asText();
        return text("detail").isEmpty() ? last : text("detail");
    }
}
