package io.countersign.policystream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The parts of the shell know the core, and each other only where one stands on the other. */
@AnalyzeClasses(packages = "io.countersign.policystream", importOptions = ImportOption.DoNotIncludeTests.class)
final class ShellFenceTest {

    @ArchTest
    static final ArchRule THE_API_KNOWS_NEITHER_KAFKA_NOR_AVRO = noClasses()
            .that()
            .resideInAPackage("..policystream.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "org.apache.avro..", "io.countersign.v1..", "..policystream.stream..");

    @ArchTest
    static final ArchRule DECIDING_KNOWS_NEITHER_THE_API_NOR_THE_VIEW = noClasses()
            .that()
            .resideInAPackage("..policystream.stream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..policystream.http..", "..policystream.view..", "io.quarkus..", "jakarta..");

    @ArchTest
    static final ArchRule THE_VIEW_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage("..policystream.view..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..policystream.http..",
                    "..policystream.stream..",
                    "..policystream.activation..",
                    "..policystream.lifecycle..",
                    "io.quarkus..",
                    "jakarta..");

    @ArchTest
    static final ArchRule ACTIVATION_KNOWS_THE_POLICY_ALONE = noClasses()
            .that()
            .resideInAPackage("..policystream.activation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..policystream.http..",
                    "..policystream.stream..",
                    "..policystream.view..",
                    "io.quarkus..",
                    "jakarta..");
}
