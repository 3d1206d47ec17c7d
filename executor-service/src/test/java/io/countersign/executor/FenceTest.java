package io.countersign.executor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What an answer means is decided without a network; connectors and routes know no Kafka and no Quarkus. */
@AnalyzeClasses(packages = "io.countersign.executor", importOptions = DoNotIncludeTests.class)
class FenceTest {

    private static final String DECISIONS = "io.countersign.executor.execution";
    private static final String CHATS = "io.countersign.executor.chat";
    private static final String CONNECTORS = "io.countersign.executor.connector";
    private static final String ROUTES = "io.countersign.executor.routes";
    private static final String GATES = "io.countersign.executor.gate";

    @ArchTest
    static final ArchRule decisions_are_plain_java_and_json = classes()
            .that()
            .resideInAnyPackage(DECISIONS, CHATS)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.util..",
                    "java.math",
                    "java.time..",
                    "java.nio.charset..",
                    "java.nio",
                    "java.net",
                    "java.io",
                    "org.jspecify.annotations..",
                    "com.fasterxml.jackson.core..",
                    "com.fasterxml.jackson.databind..",
                    "io.countersign.contract..",
                    "io.countersign.protocol",
                    DECISIONS,
                    CHATS);

    @ArchTest
    static final ArchRule connectors_and_routes_know_no_shell = noClasses()
            .that()
            .resideInAnyPackage(DECISIONS, CHATS, CONNECTORS + "..", ROUTES, GATES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "io.countersign.v1..",
                    "io.quarkus..",
                    "jakarta..",
                    "io.countersign.protocol.kafka..");

    @ArchTest
    static final ArchRule packages_do_not_go_in_circles =
            slices().matching("io.countersign.executor.(*)..").should().beFreeOfCycles();
}
