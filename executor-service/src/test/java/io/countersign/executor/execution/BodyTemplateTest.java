package io.countersign.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.contract.CanonicalJson;
import io.countersign.executor.ApprovedActions;
import org.junit.jupiter.api.Test;

class BodyTemplateTest {

    private static final String PARAMETERS = "{\"amount\":99.99,\"lines\":[1,2],\"order\":\"A1\"}";

    @Test
    void without_a_mapping_the_body_is_the_parameters() throws Exception {
        assertThat(expanded(BodyTemplate.PARAMETERS)).isEqualTo(PARAMETERS);
    }

    @Test
    void a_string_that_is_one_placeholder_becomes_the_value_with_its_type() throws Exception {
        var template = template("{\"sum\":\"{parameters.amount}\",\"items\":[\"{parameters.lines}\"],\"fixed\":true}");

        assertThat(expanded(template)).isEqualTo("{\"fixed\":true,\"items\":[[1,2]],\"sum\":99.99}");
    }

    @Test
    void within_a_longer_string_a_scalar_is_text() throws Exception {
        var template = template("{\"memo\":\"{parameters.order}: {parameters.amount} for {intent.user}\"}");

        assertThat(expanded(template)).isEqualTo("{\"memo\":\"A1: 99.99 for ana\"}");
    }

    @Test
    void a_member_whose_value_is_absent_is_left_out() throws Exception {
        assertThat(expanded(template("{\"a\":\"{parameters.none}\",\"b\":[\"{parameters.none}\",1]}")))
                .isEqualTo("{\"b\":[1]}");
    }

    @Test
    void a_longer_string_with_an_absent_value_makes_no_call() throws Exception {
        var template = template("{\"memo\":\"for {parameters.none}\"}");

        assertThatThrownBy(() -> expanded(template)).isInstanceOf(UnusableParameter.class);
    }

    @Test
    void a_value_cannot_bring_a_placeholder_along() throws Exception {
        var values = CallValues.of(ApprovedActions.once("{\"order\":\"{intent.tenant}\"}"));

        assertThat(template("{\"order\":\"{parameters.order}!\"}")
                        .expand(values)
                        .path("order")
                        .asText())
                .isEqualTo("{intent.tenant}!");
    }

    @Test
    void a_string_with_a_brace_that_begins_no_placeholder_is_refused_at_the_start() {
        assertThatThrownBy(() -> template("{\"a\":[\"{secret}\"]}")).isInstanceOf(IllegalArgumentException.class);
    }

    private static BodyTemplate template(String json) throws Exception {
        return BodyTemplate.of(CanonicalJson.parse(json));
    }

    private static String expanded(BodyTemplate template) throws UnusableParameter {
        return CanonicalJson.write(template.expand(CallValues.of(ApprovedActions.once(PARAMETERS))));
    }
}
