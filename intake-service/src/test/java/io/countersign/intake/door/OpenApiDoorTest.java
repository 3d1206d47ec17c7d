package io.countersign.intake.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiDoorTest extends DoorTest {
    private static final Path COMMITTED = Path.of("openapi.yaml");

    /** After a change that is meant, run it with {@code COUNTERSIGN_OPENAPI_WRITE=true} and commit the file. */
    @Test
    void the_committed_description_is_that_of_the_doors() throws IOException {
        var served = given().accept("application/yaml")
                .get("/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        if (Boolean.parseBoolean(System.getenv("COUNTERSIGN_OPENAPI_WRITE"))) {
            Files.writeString(COMMITTED, served);
        }

        assertThat(Files.readString(COMMITTED)).isEqualTo(served);
    }

    /** Who asks for a token, for room and for what is the caller's share answers before any resource does. */
    @Test
    void every_call_is_described_with_what_the_doors_answer_before_it() {
        var document = given().accept("application/json").get("/openapi").jsonPath();
        Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");

        assertThat(paths).isNotEmpty();
        paths.forEach((path, calls) -> calls.forEach((method, call) -> {
            var responses = members(call.get("responses"));
            assertThat(responses.keySet()).as(method + " " + path).contains("401", "429", "503");
            if (call.containsKey("requestBody")) {
                assertThat(responses.keySet()).as(method + " " + path).contains("400", "413", "415");
            }
        }));
    }

    @Test
    void every_error_is_described_in_the_shape_that_its_path_speaks() {
        var document = given().accept("application/json").get("/openapi").jsonPath();
        Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
        Map<String, Map<String, Object>> answers = document.getMap("components.responses");

        paths.forEach((path, calls) ->
                calls.forEach((method, call) -> members(call.get("responses")).forEach((status, answer) -> {
                    if (Integer.parseInt(status) >= 400) {
                        var name = String.valueOf(members(answer).get("$ref")).replace("#/components/responses/", "");
                        assertThat(String.valueOf(members(answers.get(name)).get("content")))
                                .as(method + " " + path + " " + status)
                                .contains("#/components/schemas/" + shape(path));
                    }
                })));
    }

    private static String shape(String path) {
        if (path.equals("/mcp")) {
            return "RpcError";
        }
        return path.startsWith("/v1/chat/") || path.startsWith("/v1/models") ? "OpenAiError" : "Problem";
    }

    private static Map<String, Object> members(@Nullable Object object) {
        assertThat(object).isInstanceOf(Map.class);
        var members = new TreeMap<String, Object>();
        ((Map<?, ?>) Objects.requireNonNull(object)).forEach((name, value) -> members.put(String.valueOf(name), value));
        return members;
    }
}
