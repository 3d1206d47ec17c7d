package io.countersign.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReviewerNameTest {

    @Test
    void a_reviewer_of_the_tenant_goes_by_the_user_name() {
        assertThat(ReviewerName.of("acme", "acme", "ana")).isEqualTo("ana");
        assertThat(ReviewerName.isOutsider("acme", "acme")).isFalse();
    }

    @Test
    void one_from_elsewhere_goes_by_an_owners_key() {
        assertThat(ReviewerName.of("acme", "globex ltd", "ana")).isEqualTo("globex%20ltd/ana");
        assertThat(ReviewerName.isOutsider("acme", "globex ltd")).isTrue();
    }

    @Test
    void a_review_that_does_not_say_where_its_reviewer_comes_from_is_by_one_of_the_tenants_own() {
        assertThat(ReviewerName.of("acme", null, "ana")).isEqualTo("ana");
        assertThat(ReviewerName.isOutsider("acme", null)).isFalse();
    }

    @Test
    void to_what_is_nobodys_everybody_is_an_outsider() {
        assertThat(ReviewerName.of(null, "globex", "ana")).isEqualTo("globex/ana");
        assertThat(ReviewerName.of(null, null, "ana")).isEqualTo("ana");
        assertThat(ReviewerName.isOutsider(null, "globex")).isTrue();
        assertThat(ReviewerName.isOutsider(null, null)).isTrue();
    }

    @Test
    void a_name_that_is_too_long_for_a_key_is_a_name_all_the_same() {
        var user = "a".repeat(Owner.MAX_BYTES);

        assertThat(ReviewerName.of("acme", "globex", user)).isEqualTo("globex/" + user);
    }
}
