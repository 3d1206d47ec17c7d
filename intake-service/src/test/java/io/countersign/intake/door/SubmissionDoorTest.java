package io.countersign.intake.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SubmissionDoorTest extends DoorTest {

    @Test
    void an_accepted_intent_is_answered_with_its_state_and_place() {
        var id = post(echo("{\"state\": \"HELD\"}"))
                .statusCode(202)
                .body("state", equalTo("HELD"))
                .body("reasons", hasSize(0))
                .extract()
                .<String>path("id");

        assertThat(around.broker().submitted(id)).hasSize(1);
    }
}
