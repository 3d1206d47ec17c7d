package io.countersign.door.browser;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.countersign.door.browser", importOptions = DoNotIncludeTests.class)
class FenceTest {

    /** Of Countersign it knows the names of the contract, and what a door is: no service, no record and no topic. */
    @ArchTest
    static final ArchRule the_door_knows_no_service = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "jakarta..",
                    "org.jspecify.annotations..",
                    "org.jboss..",
                    "org.eclipse.microprofile.jwt..",
                    "org.jose4j..",
                    "com.fasterxml.jackson..",
                    "io.quarkus..",
                    "io.smallrye..",
                    "io.vertx..",
                    "io.countersign.contract..",
                    "io.countersign.door",
                    "io.countersign.door.browser..");
}
