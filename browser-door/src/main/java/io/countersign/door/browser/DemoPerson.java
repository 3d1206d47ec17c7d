package io.countersign.door.browser;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The people that the demo offers to be: enough of them to decide whatever its bundle holds. */
enum DemoPerson {
    SUPPORT("ana", "Ana, support", "Asks for things, herself and by her agent. May not review.", List.of("support")),
    FINANCE(
            "fiona",
            "Fiona, finance",
            "Reviews what is held, failed or refused, and votes for finance.",
            List.of("finance", "countersign-reviewer")),
    FINANCE_TOO(
            "felix",
            "Felix, finance",
            "The second vote, where a rule wants two of finance.",
            List.of("finance", "countersign-reviewer")),
    OPERATOR(
            "olga",
            "Olga, operations",
            "Votes where a rule wants an operator, and decides about what is nobody's. Freezes and changes policy.",
            List.of("operator", "countersign-operator", "countersign-policy", "countersign-reviewer"));

    static final String TENANT = "acme";

    private final String user;
    private final String title;
    private final String meaning;
    private final List<String> roles;

    DemoPerson(String user, String title, String meaning, List<String> roles) {
        this.user = user;
        this.title = title;
        this.meaning = meaning;
        this.roles = roles;
    }

    public String tenant() {
        return TENANT;
    }

    public String user() {
        return user;
    }

    public String title() {
        return title;
    }

    public String meaning() {
        return meaning;
    }

    public List<String> roles() {
        return roles;
    }

    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<DemoPerson> named(String slug) {
        return Arrays.stream(values())
                .filter(person -> person.slug().equals(slug))
                .findFirst();
    }
}
