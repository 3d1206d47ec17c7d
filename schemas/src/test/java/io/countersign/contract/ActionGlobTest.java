package io.countersign.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One meaning of globs for bundles, routes and freezes. */
class ActionGlobTest {

    @ParameterizedTest
    @CsvSource({
        "*, a.b.c, true",
        "a.*, a.b.c, true",
        "a.*, ab.c, false",
        "*.c, a.b.c, true",
        "a*c, a.b.c, true",
        "a.b, a.b, true",
        "a.b, axb, false",
        "**, a, true",
        "a-*, a-b, true",
        "a*b*c, a.c.b, false",
        "a*b*c, a.b.c.b.c, true",
        "a.b*, a.b, true",
        "a, a.b, false",
        "a.b, a, false"
    })
    void stars_stand_for_any_text_dots_included(String glob, String name, boolean matches) {
        assertThat(new ActionGlob(glob).matches(name)).isEqualTo(matches);
    }

    @Test
    void a_glob_of_many_stars_answers_at_once() {
        assertThat(new ActionGlob("*a".repeat(31) + "b").matches("a".repeat(64)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "orders.refund", "*", "a-1.*", "*.*"})
    void a_name_or_a_pattern_over_names_is_valid(String text) {
        assertThat(ActionGlob.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Orders.*", "orders refund", "a_b", "a?", "[a]", "a\n"})
    void what_no_action_can_be_called_is_not(String text) {
        assertThat(ActionGlob.isValid(text)).isFalse();
    }

    @Test
    void it_is_as_long_as_a_name_at_most() {
        assertThat(ActionGlob.isValid("a".repeat(Limits.ACTION_NAME_LENGTH))).isTrue();
        assertThat(ActionGlob.isValid("a".repeat(Limits.ACTION_NAME_LENGTH + 1)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "all, true",
        "tenant/acme, true",
        "action/orders.*, true",
        "action/*, true",
        "tenant/, false",
        "action/, false",
        "action/Orders.*, false",
        "everything, false"
    })
    void a_freeze_of_what_no_action_can_be_called_is_no_scope(String scope, boolean valid) {
        assertThat(FreezeScope.isValid(scope)).isEqualTo(valid);
    }

    @Test
    void a_freeze_of_a_tenant_whom_nobody_can_be_of_is_no_scope_to_order() {
        assertThat(FreezeScope.isValid("tenant/" + "t".repeat(254))).isTrue();
        assertThat(FreezeScope.isValid("tenant/" + "t".repeat(255))).isFalse();
        assertThat(FreezeScope.isValid("tenant/" + "@".repeat(84))).isTrue();
        assertThat(FreezeScope.isValid("tenant/" + "@".repeat(85))).isFalse();
        assertThat(FreezeScope.isValid("tenant/a\uD800")).isFalse();
    }

    @Test
    void a_freeze_of_an_action_is_as_long_as_its_name_at_most() {
        assertThat(FreezeScope.isValid("action/" + "a".repeat(Limits.ACTION_NAME_LENGTH)))
                .isTrue();
        assertThat(FreezeScope.isValid("action/" + "a".repeat(Limits.ACTION_NAME_LENGTH + 1)))
                .isFalse();
    }

    @Test
    void a_freeze_of_too_long_a_tenant_that_stands_already_still_covers_nobody_else() {
        assertThat(FreezeScope.covers("tenant/" + "t".repeat(500_000), "acme", "orders.refund"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"everything", "tenant/", "action/", "action/Orders.*", "zzz((("})
    void what_is_no_scope_freezes_everything(String scope) {
        assertThat(FreezeScope.covers(scope, "acme", "orders.refund")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"all, true", "tenant/acme, true", "tenant/other, false", "action/orders.*, true", "action/mail.*, false"
    })
    void a_freeze_covers_its_scope(String scope, boolean covered) {
        assertThat(FreezeScope.covers(scope, "acme", "orders.refund")).isEqualTo(covered);
    }
}
