package io.countersign.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.countersign.console", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_DESK_KNOWS_NO_FRAMEWORK = classes()
            .that()
            .resideInAPackage("..console.desk..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.countersign.console.desk..", "io.countersign.contract..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule THE_DESK_READS_NO_CLOCK = noClasses()
            .that()
            .resideInAPackage("..console.desk..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule WIRE_TYPES_STOP_AT_THE_DOOR = noClasses()
            .that()
            .resideOutsideOfPackage("..console.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.countersign.v1..", "io.countersign.wire..", "org.apache.avro..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule DOORS_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that()
            .resideInAPackage("..console.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..console.kafka..");

    @ArchTest
    static final ArchRule NOR_THE_OTHER_WAY = noClasses()
            .that()
            .resideInAPackage("..console.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..console.http..");

    @ArchTest
    static final ArchRule THE_DATABASE_IS_KNOWN_IN_ONE_PLACE = noClasses()
            .that()
            .resideInAPackage("..console.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..");

    @ArchTest
    static final ArchRule THE_PROJECTION_KNOWS_NO_DOOR = noClasses()
            .that()
            .resideInAPackage("..console.projection..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..console.http..", "..console.kafka..");
}
