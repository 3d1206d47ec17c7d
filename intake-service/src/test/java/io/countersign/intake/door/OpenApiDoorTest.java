package io.countersign.intake.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
