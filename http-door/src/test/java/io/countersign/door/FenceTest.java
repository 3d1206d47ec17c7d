package io.countersign.door;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.countersign.door", importOptions = DoNotIncludeTests.class)
class FenceTest {

    /** Of Countersign it knows the names of the contract: no service, no record and no topic. */
    @ArchTest
    static final ArchRule the_door_knows_no_service = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "jakarta..",
                    "org.jspecify.annotations..",
                    "org.jboss..",
                    "org.eclipse.microprofile.config..",
                    "org.eclipse.microprofile.jwt..",
                    "org.jose4j..",
                    "com.fasterxml.jackson..",
                    "com.github.benmanes.caffeine..",
                    "io.micrometer..",
                    "io.quarkus..",
                    "io.smallrye..",
                    "io.vertx..",
                    "io.countersign.contract..",
                    "io.countersign.door..");

    @ArchTest
    static final ArchRule who_calls_is_plain_java = classes()
            .that()
            .resideInAPackage("io.countersign.door.identity..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "io.countersign.contract..",
                    "io.countersign.door.identity..");

    @ArchTest
    static final ArchRule who_is_let_in_is_plain_java = classes()
            .that()
            .resideInAPackage("io.countersign.door.admission..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "com.github.benmanes.caffeine.cache..",
                    "io.countersign.contract..",
                    "io.countersign.door.admission..");

    @ArchTest
    static final ArchRule kafka_and_avro_are_not_for_doors = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "io.countersign.v1..");
}
