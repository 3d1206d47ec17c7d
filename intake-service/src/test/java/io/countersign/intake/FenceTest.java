package io.countersign.intake;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.countersign.intake", importOptions = DoNotIncludeTests.class)
class FenceTest {

    @ArchTest
    static final ArchRule submission_is_plain_java = classes()
            .that()
            .resideInAPackage("io.countersign.intake.submission..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "io.countersign.contract..",
                    "io.countersign.submission..",
                    "io.countersign.door.identity..",
                    "com.fasterxml.jackson.databind..",
                    "io.countersign.intake.submission..");

    @ArchTest
    static final ArchRule waiting_is_plain_java = classes()
            .that()
            .resideInAPackage("io.countersign.intake.waiting..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "com.github.benmanes.caffeine.cache..",
                    "io.countersign.contract..",
                    "io.countersign.submission..",
                    "io.countersign.door.admission..",
                    "io.countersign.door.identity..",
                    "io.countersign.intake.submission..",
                    "io.countersign.intake.waiting..");

    @ArchTest
    static final ArchRule channel_is_plain_java = classes()
            .that()
            .resideInAPackage("io.countersign.intake.channel..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "com.fasterxml.jackson.databind..",
                    "io.countersign.contract..",
                    "io.countersign.submission..",
                    "io.countersign.intake.submission..",
                    "io.countersign.intake.channel..");

    @ArchTest
    static final ArchRule mcp_is_plain_java = classes()
            .that()
            .resideInAPackage("io.countersign.intake.mcp..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "com.fasterxml.jackson.databind..",
                    "io.countersign.contract..",
                    "io.countersign.intake.mcp..");

    @ArchTest
    static final ArchRule http_and_kafka_do_not_know_each_other = noClasses()
            .that()
            .resideInAPackage("io.countersign.intake.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.countersign.intake.kafka..", "io.countersign.v1..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule kafka_does_not_know_http = noClasses()
            .that()
            .resideInAPackage("io.countersign.intake.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.countersign.intake.http..", "jakarta.ws.rs..");

    @ArchTest
    static final ArchRule avro_stays_in_kafka = noClasses()
            .that()
            .resideOutsideOfPackage("io.countersign.intake.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.countersign.v1..", "org.apache.avro..");
}
