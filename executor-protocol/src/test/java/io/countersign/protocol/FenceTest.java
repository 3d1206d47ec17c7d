package io.countersign.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What backend teams program against, and what decides, knows neither Kafka nor Avro; nothing here wants a framework. */
@AnalyzeClasses(packages = "io.countersign.protocol", importOptions = DoNotIncludeTests.class)
class FenceTest {

    private static final String API = "io.countersign.protocol";
    private static final String DECISIONS = "io.countersign.protocol.execution";

    @ArchTest
    static final ArchRule the_api_is_plain_java = classes()
            .that()
            .resideInAPackage(API)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "com.fasterxml.jackson.databind..",
                    "io.countersign.contract..",
                    API);

    @ArchTest
    static final ArchRule a_backend_team_gets_no_framework_with_it = classes()
            .that()
            .resideInAPackage(API + "..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "org.slf4j..",
                    "org.apache.kafka..",
                    "org.apache.avro..",
                    "com.fasterxml.jackson.databind..",
                    "io.countersign..");

    @ArchTest
    static final ArchRule of_the_kafka_side_they_see_the_client_alone = classes()
            .that()
            .resideInAPackage(API + ".kafka")
            .and()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .haveSimpleName("ExecutorClient");

    @ArchTest
    static final ArchRule the_decisions_are_plain_java = classes()
            .that()
            .resideInAPackage(DECISIONS)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify.annotations..", "io.countersign.contract..", API, DECISIONS);

    @ArchTest
    static final ArchRule the_decisions_read_no_clock = noClasses()
            .that()
            .resideInAPackage(DECISIONS)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule packages_do_not_go_in_circles =
            slices().matching("io.countersign.(**)").should().beFreeOfCycles();
}
