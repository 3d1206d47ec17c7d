package io.countersign.simulation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** An oracle that shares code with the product would share its mistakes. */
@AnalyzeClasses(packages = "io.countersign.simulation", importOptions = DoNotIncludeTests.class)
final class FenceTest {

    @ArchTest
    static final ArchRule THE_ORACLE_SHARES_NOTHING_WITH_THE_PRODUCT = classes()
            .that()
            .resideInAnyPackage("..simulation.oracle..", "..simulation.house..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "org.jspecify.annotations..", "..simulation.oracle..", "..simulation.house..");

    @ArchTest
    static final ArchRule THE_PRODUCT_IS_ITS_PURE_CORE = classes()
            .that()
            .resideInAPackage("io.countersign.simulation")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify.annotations..",
                    "io.countersign.contract..",
                    "io.countersign.policystream.budget..",
                    "io.countersign.policystream.policy..",
                    "io.countersign.policystream.memory..",
                    "io.countersign.policystream.session..",
                    "io.countersign.policystream.lifecycle..",
                    "io.countersign.simulation..");
}
