package io.countersign.intake.door;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** A client of MCP that says what a test wants it to say. */
final class McpClient {
    static final String PATH = "/mcp";

    private final String token;

    McpClient(String token) {
        this.token = token;
    }

    /** A request of the revision before the latest, with headers as they ought to be. */
    RequestSpecification request() {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .accept("application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2025-11-25");
    }

    ValidatableResponse ask(String method, String params) {
        return say(request(), message(method, params));
    }

    ValidatableResponse call(String tool, String arguments) {
        return ask("tools/call", "{\"name\": \"%s\", \"arguments\": %s}".formatted(tool, arguments));
    }

    /** As the latest revision wants it. */
    ValidatableResponse askInJuly(String method, String params) {
        return say(inJuly(method), message(method, july(params)));
    }

    RequestSpecification inJuly(String method) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .accept("application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method);
    }

    static ValidatableResponse say(RequestSpecification request, String body) {
        return request.body(body).post(PATH).then();
    }

    static String message(String method, String params) {
        return "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"%s\", \"params\": %s}".formatted(method, params);
    }

    /** Parameters with what the latest revision wants in each request. */
    static String july(String params) {
        var meta = """
                "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28",\
                 "io.modelcontextprotocol/clientCapabilities": {}}""";
        return params.replaceFirst("^\\{", params.equals("{}") ? "{" + meta : "{" + meta + ", ");
    }
}
