package io.countersign.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.countersign.console.DeskFixture;
import io.countersign.console.StackResource;
import io.countersign.console.desk.State;
import io.countersign.console.desk.View;
import io.countersign.contract.Code;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class OpenApiTest extends DeskFixture {
    private static final java.nio.file.Path COMMITTED = java.nio.file.Path.of("openapi.yaml");
    private static final Set<String> READS = Set.of("200", "401", "403", "429", "503");
    private static final Map<String, Set<String>> STATUSES = Map.of(
            "get /v1/letters", with(READS, "400"),
            "get /v1/letters/{id}", with(READS, "404"),
            "get /v1/overview", READS,
            "post /v1/letters/{id}/reviews", with(READS, "202", "400", "404", "409", "413", "415", "422"));

    /** Codes that only the desk has. */
    private static final Map<String, Integer> DESK_CODES = Map.of("UNANSWERED", 202, "DATABASE_AWAY", 503);

    /** After a change that is meant, run it with {@code COUNTERSIGN_OPENAPI_WRITE=true} and commit the file. */
    @Test
    void the_committed_description_is_that_of_the_desk() throws IOException {
        var served = RestAssured.given()
                .accept("application/yaml")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        if (Boolean.parseBoolean(System.getenv("COUNTERSIGN_OPENAPI_WRITE"))) {
            Files.writeString(COMMITTED, served);
        }

        assertThat(Files.readString(COMMITTED)).isEqualTo(served);
    }

    @Test
    void every_call_of_the_api_is_described_with_its_answers_and_nothing_else_is() throws IOException {
        var described = new TreeMap<String, Set<String>>();
        document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(call -> described.put(
                                call.getKey() + " " + path.getKey(),
                                names(call.getValue().path("responses")))));

        assertThat(described).containsExactlyInAnyOrderEntriesOf(STATUSES);
        assertThat(described.keySet()).containsExactlyInAnyOrderElementsOf(calls());
    }

    @Test
    void every_filter_that_the_list_takes_is_described() throws IOException {
        var document = document();

        var named = new java.util.ArrayList<String>();
        for (var parameter : document.at("/paths/~1v1~1letters/get/parameters")) {
            named.add(document.at(parameter.path("$ref").asText().substring(1))
                    .path("name")
                    .asText());
        }

        assertThat(named)
                .containsExactlyInAnyOrder(
                        "view",
                        "category",
                        "state",
                        "action",
                        "agent",
                        "user",
                        "tenant",
                        "code",
                        "rule",
                        "q",
                        "for",
                        "order",
                        "cursor",
                        "limit");
        assertThat(document.at("/components/parameters/View/schema/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(View.values()).map(View::slug).toList());
        assertThat(document.at("/components/parameters/State/schema/items/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(State.values()).map(Enum::name).toList());
    }

    @Test
    void every_error_names_its_codes_and_each_has_the_status_that_it_stands_under() throws IOException {
        var document = document();
        for (var path : document.path("paths")) {
            for (var call : path) {
                for (var answer : call.path("responses").properties()) {
                    if (!answer.getKey().equals("200")) {
                        assertThat(codes(document, answer.getValue()))
                                .isNotEmpty()
                                .allSatisfy(code ->
                                        assertThat(status(code)).as(code).isEqualTo(Integer.parseInt(answer.getKey())));
                    }
                }
            }
        }
    }

    @Test
    void what_the_desk_answers_is_described() throws IOException {
        var story = refund().dead();
        var seen = letter(story);
        var document = document();

        assertThat(names(document.at("/components/schemas/LetterJson/properties")))
                .containsAll(
                        seen.getMap("$").keySet().stream().map(String::valueOf).toList());
        var refused = review(reviewer(), seen, "DISCARD", "").jsonPath();
        assertThat(codes(
                        document,
                        document.at("/paths/~1v1~1letters~1{id}~1reviews/post/responses/" + refused.getInt("status"))))
                .contains(refused.getString("code"));
    }

    private static JsonNode document() throws IOException {
        return new YAMLMapper()
                .readTree(RestAssured.given()
                        .accept("application/yaml")
                        .get("/q/openapi")
                        .asString());
    }

    private static List<String> codes(JsonNode document, JsonNode response) {
        var reference = response.path("$ref").asText().substring(1);
        return document.at(reference + "/content/application~1problem+json/schema/allOf").findValues("enum").stream()
                .flatMap(codes -> java.util.stream.StreamSupport.stream(codes.spliterator(), false))
                .map(JsonNode::asText)
                .toList();
    }

    private static int status(String code) {
        return DESK_CODES.containsKey(code)
                ? DESK_CODES.get(code)
                : Code.valueOf(code).status();
    }

    /** Of the resource's own annotations. */
    private static List<String> calls() {
        return Arrays.stream(LettersResource.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Path.class))
                .flatMap(method -> Arrays.stream(method.getAnnotations())
                        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                        .filter(java.util.Objects::nonNull)
                        .map(http -> http.value().toLowerCase(Locale.ROOT) + " /v1"
                                + method.getAnnotation(Path.class).value()))
                .toList();
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> with(Set<String> statuses, String... more) {
        var all = new TreeSet<>(statuses);
        all.addAll(List.of(more));
        return all;
    }
}
