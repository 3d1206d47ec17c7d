package io.countersign.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.countersign.stack.identity.TokenRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Issuer.class)
class DoorTest {

    @Test
    void a_caller_is_who_the_token_says() {
        ana().get("/shelf").then().statusCode(200).body("[0]", equalTo("acme/ana"));
    }

    @Test
    void without_a_token_and_with_a_bad_one_there_is_a_challenge() {
        problem(given().get("/shelf").then(), 401, "UNAUTHENTICATED").header("WWW-Authenticate", equalTo("Bearer"));
        problem(given().auth().oauth2("not.a.token").get("/shelf").then(), 401, "UNAUTHENTICATED")
                .header("WWW-Authenticate", containsString("invalid_token"));
    }

    @Test
    void a_token_that_names_nobody_is_no_better_than_none() {
        problem(given().auth().oauth2(Issuer.namelessToken()).get("/shelf").then(), 401, "UNAUTHENTICATED")
                .body("detail", containsString("tenant"));
    }

    static Stream<Object> groupsThatAreNoListOfTexts() {
        return Stream.of(Map.of("a", 1), List.of(1), List.of(List.of("cleaner")), 7, true);
    }

    @ParameterizedTest
    @MethodSource("groupsThatAreNoListOfTexts")
    void a_token_whose_roles_are_no_list_of_texts_is_not_valid(Object groups) {
        var token = Issuer.tokenWithGroups(groups);

        problem(given().auth().oauth2(token).get("/shelf").then(), 401, "UNAUTHENTICATED")
                .header("WWW-Authenticate", containsString("invalid_token"));
    }

    @Test
    void a_text_alone_is_one_role() {
        var token = Issuer.tokenWithGroups("cleaner");

        problem(given().auth().oauth2(token).delete("/shelf/cup").then(), 500, "INTERNAL");
    }

    @Test
    void a_token_may_have_no_roles() {
        given().auth()
                .oauth2(Issuer.tokenWithGroups(List.of()))
                .get("/shelf")
                .then()
                .statusCode(200);
    }

    @Test
    void who_lacks_the_role_is_forbidden_and_so_is_everybody_where_no_role_is_said() {
        problem(ana().delete("/shelf/cup").then(), 403, "FORBIDDEN")
                .body("detail", equalTo("this needs the role cleaner, which the token does not have"));
        problem(ana("cleaner").put("/shelf/cup").then(), 403, "FORBIDDEN")
                .body("detail", equalTo("this needs the role keeper or owner, which the token does not have"));
        problem(ana("cleaner").put("/forgotten").then(), 403, "FORBIDDEN")
                .body("detail", equalTo("the token lacks the role that this needs"));
    }

    @Test
    void a_refusal_has_its_members_and_headers() {
        problem(ana().get("/shelf/cup").then(), 404, "NOT_FOUND")
                .body("title", equalTo("Not found"))
                .body("detail", equalTo("there is no cup"))
                .body("name", equalTo("cup"))
                .header("Retry-After", equalTo("7"));
    }

    @Test
    void a_defect_tells_nothing_of_itself() {
        problem(ana("cleaner").delete("/shelf/cup").then(), 500, "INTERNAL")
                .body("detail", not(containsString("secret")));
    }

    @Test
    void no_answer_is_kept_unless_it_says_so_and_each_is_what_its_type_says() {
        var answers = Map.of(
                "an answer", ana().get("/shelf"),
                "a refusal", ana().get("/shelf/cup"),
                "no token", given().get("/shelf"),
                "nobody's path", given().get("/nowhere"),
                "the methods", given().options("/shelf"),
                "the metrics", ana().get("/q/metrics"));

        answers.forEach((name, answer) -> {
            assertThat(answer.headers().getValues("Cache-Control")).as(name).containsExactly("no-store");
            assertThat(answer.header("X-Content-Type-Options")).as(name).isEqualTo("nosniff");
        });
        assertThat(ana().get("/shelf/cup/label").header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(ana().get("/shelf/cup/picture").headers().getValues("Cache-Control"))
                .containsExactly("public, max-age=60");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":", "{\"name\":[]}", "[]", "nothing"})
    void a_body_that_is_not_the_json_of_the_call_is_malformed(String body) {
        problem(ana().contentType(ContentType.JSON).body(body).post("/shelf").then(), 400, "MALFORMED");
    }

    @Test
    void a_media_type_that_is_not_taken_or_not_had_is_a_problem() {
        problem(ana().contentType("text/plain").body("x").post("/shelf").then(), 415, "UNSUPPORTED_MEDIA_TYPE");
        problem(ana().accept("image/png").get("/shelf").then(), 406, "NOT_ACCEPTABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/shelf/a/b/c", "/q/nothing"})
    void a_path_that_is_nobodys_is_404(String path) {
        problem(ana().get(path).then(), 404, "NOT_FOUND").header("Allow", nullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /shelf, 'GET, HEAD, OPTIONS, POST'",
        "PUT, /shelf/, 'GET, HEAD, OPTIONS, POST'",
        "DELETE, /shelf, 'GET, HEAD, OPTIONS, POST'",
        "PATCH, /shelf/cup, 'DELETE, GET, HEAD, OPTIONS, PUT'",
        "POST, /q/metrics, 'GET, HEAD, OPTIONS'",
        "GET, /forgotten, 'OPTIONS, PUT'",
        "HEAD, /forgotten, 'OPTIONS, PUT'",
        "BREW, /shelf, 'GET, HEAD, OPTIONS, POST'"
    })
    void another_method_is_405_and_says_which_there_are(String method, String path, String allowed) {
        var answer = ana().request(method, path).then().statusCode(405).header("Allow", equalTo(allowed));

        if (!method.equals("HEAD")) {
            problem(answer, 405, "METHOD_NOT_ALLOWED");
        }
    }

    /** The framework alone says 404: it asks the second class too, which has nothing there. */
    @Test
    void a_path_that_begins_like_that_of_another_class_is_405_all_the_same() {
        problem(ana().get("/drawer/1/lock").then(), 405, "METHOD_NOT_ALLOWED").header("Allow", equalTo("OPTIONS, PUT"));
        problem(ana().put("/drawer/1").then(), 405, "METHOD_NOT_ALLOWED")
                .header("Allow", equalTo("GET, HEAD, OPTIONS"));
        problem(ana().get("/drawer/1/bottom").then(), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "/shelf, 'GET, HEAD, OPTIONS, POST'",
        "/shelf/cup, 'DELETE, GET, HEAD, OPTIONS, PUT'",
        "/forgotten, 'OPTIONS, PUT'"
    })
    void options_tells_the_methods_of_the_path(String path, String allowed) {
        given().options(path).then().statusCode(204).header("Allow", equalTo(allowed));
    }

    @Test
    void options_of_a_path_that_is_nobodys_is_404() {
        problem(given().options("/shelf/a/b/c").then(), 404, "NOT_FOUND");
        problem(given().options("/nothing").then(), 404, "NOT_FOUND");
    }

    @Test
    void head_is_get_without_its_body() {
        ana().head("/shelf").then().statusCode(200).body(emptyString());
        given().head("/shelf").then().statusCode(401);
        ana().head("/nothing").then().statusCode(404);
    }

    @Test
    void metrics_are_for_whoever_has_a_token() {
        problem(given().get("/q/metrics").then(), 401, "UNAUTHENTICATED");
        ana().get("/q/metrics").then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
    }

    private static RequestSpecification ana(String... roles) {
        return given().auth().oauth2(Issuer.token(TokenRequest.person("acme", "ana", roles)));
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("code", equalTo(code));
    }
}
