package io.countersign.policystream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The core decides and knows no shell: no Kafka, no HTTP, no Avro, no clock of its own. */
@AnalyzeClasses(packages = "io.countersign.policystream", importOptions = DoNotIncludeTests.class)
class CoreFenceTest {
    private static final String BUDGET = "io.countersign.policystream.budget..";
    private static final String POLICY = "io.countersign.policystream.policy..";
    private static final String SESSION = "io.countersign.policystream.session..";
    private static final String LIFECYCLE = "io.countersign.policystream.lifecycle..";
    private static final String MEMORY = "io.countersign.policystream.memory..";
    private static final String[] CORE = {BUDGET, MEMORY, POLICY, SESSION, LIFECYCLE};

    @ArchTest
    static final ArchRule budget_memory_session_and_lifecycle_are_plain_java = classes()
            .that()
            .resideInAnyPackage(BUDGET, MEMORY, SESSION, LIFECYCLE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "org.jspecify.annotations..",
                    "io.countersign.contract..",
                    BUDGET,
                    MEMORY,
                    POLICY,
                    SESSION,
                    LIFECYCLE);

    @ArchTest
    static final ArchRule policy_adds_the_libraries_of_its_job = classes()
            .that()
            .resideInAPackage(POLICY)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "io.countersign.contract..",
                    "dev.cel..",
                    "com.google.common.collect..",
                    "com.google.re2j..",
                    "com.networknt.schema..",
                    "com.knuddels.jtokkit..",
                    "org.yaml.snakeyaml..",
                    "com.fasterxml.jackson..",
                    BUDGET,
                    MEMORY,
                    POLICY);

    @ArchTest
    static final ArchRule yaml_stays_where_yaml_is_read = noClasses()
            .that()
            .resideOutsideOfPackage("io.countersign.policystream.policy.yaml..")
            .and()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.yaml..");

    @ArchTest
    static final ArchRule schemas_stay_where_parameters_are_read = noClasses()
            .that()
            .resideOutsideOfPackage("io.countersign.policystream.policy.parameters..")
            .and()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.networknt..");

    @ArchTest
    static final ArchRule cel_stays_behind_expressions = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .and()
            .resideOutsideOfPackages(
                    "io.countersign.policystream.policy.expression..",
                    "io.countersign.policystream.policy.parameters..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.cel..", "com.knuddels..");

    @ArchTest
    static final ArchRule the_workings_of_policy_are_its_own = noClasses()
            .that()
            .resideOutsideOfPackage(POLICY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.countersign.policystream.policy.*..");

    @ArchTest
    static final ArchRule the_core_reads_no_clock_and_throws_no_dice = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(java.util.Random.class, java.time.Clock.class, java.security.SecureRandom.class);

    @ArchTest
    static final ArchRule packages_of_policy_do_not_go_in_circles = slices().matching(
                    "io.countersign.policystream.policy.(*)..")
            .should()
            .beFreeOfCycles();
}
