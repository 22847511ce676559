package io.github.mewe;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** Checks the dependencies between packages. */
@AnalyzeClasses(packages = "io.github.mewe", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule dataFlowsOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.github.mewe..")
            .layer("common")
            .definedBy("io.github.mewe.common..")
            .layer("wasm")
            .definedBy("io.github.mewe.wasm..")
            .layer("ir")
            .definedBy("io.github.mewe.ir..")
            .layer("binaryen")
            .definedBy("io.github.mewe.binaryen..")
            .layer("variant")
            .definedBy("io.github.mewe.variant..")
            .layer("profile")
            .definedBy("io.github.mewe.profile..")
            .layer("link")
            .definedBy("io.github.mewe.link..")
            .layer("harden")
            .definedBy("io.github.mewe.harden..")
            .layer("report")
            .definedBy("io.github.mewe.report..")
            .layer("execution")
            .definedBy("io.github.mewe.execution..")
            .layer("engine")
            .definedBy("io.github.mewe.engine..")
            .layer("maven")
            .definedBy("io.github.mewe.maven..")
            .optionalLayer("equivalence")
            .definedBy("io.github.mewe.equivalence..")
            .optionalLayer("measure")
            .definedBy("io.github.mewe.measure..")
            .whereLayer("common")
            .mayNotAccessAnyLayer()
            .whereLayer("wasm")
            .mayOnlyAccessLayers("common")
            .whereLayer("ir")
            .mayOnlyAccessLayers("common", "wasm")
            .whereLayer("report")
            .mayOnlyAccessLayers("common")
            .whereLayer("execution")
            .mayOnlyAccessLayers("common", "wasm")
            .whereLayer("binaryen")
            .mayOnlyAccessLayers("common", "wasm", "ir")
            .whereLayer("variant")
            .mayOnlyAccessLayers("common", "wasm", "ir")
            .whereLayer("profile")
            .mayOnlyAccessLayers("common", "wasm", "ir")
            .whereLayer("link")
            .mayOnlyAccessLayers("common", "wasm", "ir", "binaryen", "variant", "profile")
            .whereLayer("harden")
            .mayOnlyAccessLayers("common", "wasm", "ir", "binaryen", "variant", "link")
            .whereLayer("maven")
            .mayOnlyAccessLayers("common", "engine", "variant", "link", "harden", "profile", "report", "execution")
            .whereLayer("engine")
            .mayOnlyBeAccessedByLayers("maven")
            .whereLayer("maven")
            .mayNotBeAccessedByAnyLayer();

    /** Unlike those of {@code StrictMath}, the results of {@code Math} depend on the processor. */
    @ArchTest
    static final ArchRule resultsAreTheSameOnAllProcessors = noClasses()
            .should()
            .callMethodWhere(describe(
                    "a function of Math that need not be exact",
                    call -> call.getTargetOwner().isEquivalentTo(Math.class)
                            && Set.of("log", "log10", "log1p", "exp", "expm1", "pow", "sin", "cos", "tan", "cbrt")
                                    .contains(call.getName())));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.github.mewe.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyBinaryenSeesNativeHandles = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.mewe.binaryen..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.mewe.binaryen.jni..");

    /** A checker that shared code with the generator would share its faults. */
    @ArchTest
    static final ArchRule theCheckerOfDerivationsSharesNoCodeWithTheGenerator = noClasses()
            .that()
            .resideInAPackage("io.github.mewe.equivalence.derivation..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..",
                    "io.github.mewe.equivalence.derivation..",
                    "io.github.mewe.ir..",
                    "io.github.mewe.wasm..",
                    "io.github.mewe.common..");

    @ArchTest
    static final ArchRule onlyTheEngineSeesTheCheckerOfDerivations = noClasses()
            .that()
            .resideOutsideOfPackages("io.github.mewe.equivalence.derivation..", "io.github.mewe.engine")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.mewe.equivalence.derivation..");

    /** Isolation drives concolic execution, which runs on the harness; never the other way round. */
    @ArchTest
    static final ArchRule theHarnessKnowsNothingThatUsesIt = noClasses()
            .that()
            .resideInAPackage("io.github.mewe.equivalence.harness..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.mewe.equivalence.concolic..", "io.github.mewe.equivalence.isolation..");

    @ArchTest
    static final ArchRule concolicExecutionDoesNotKnowIsolation = noClasses()
            .that()
            .resideInAPackage("io.github.mewe.equivalence.concolic..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.mewe.equivalence.isolation..");

    @ArchTest
    static final ArchRule onlyProofsSeeTheSolver = noClasses()
            .that()
            .resideOutsideOfPackages("io.github.mewe.equivalence", "io.github.mewe.equivalence.validation..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.microsoft.z3..");

    @ArchTest
    static final ArchRule onlyExecutionAndTheHarnessSeeTheEmbeddedEngine = noClasses()
            .that()
            .resideOutsideOfPackages("io.github.mewe.execution..", "io.github.mewe.equivalence.harness..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("run.endive..");

    @ArchTest
    static final ArchRule onlyTheMojosKnowMaven = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.mewe.maven..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.maven..", "org.codehaus.plexus..", "org.eclipse.aether..");

    @ArchTest
    static final ArchRule documentsDoNotKnowTheReportPage = noClasses()
            .that()
            .resideInAPackage("io.github.mewe.report")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.mewe.report.*..");

    /** V8 compiles in a process whose main class lies in {@code measure}. */
    @ArchTest
    static final ArchRule onlyEnginesKnowJavet = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.mewe.execution..")
            .and()
            .haveSimpleNameNotStartingWith("Javet")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.caoccao.javet..");

    @ArchTest
    static final ArchRule theBinaryFormatDependsOnNothing = classes()
            .that()
            .resideInAPackage("io.github.mewe.wasm..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.github.mewe.wasm..", "io.github.mewe.common..", "java..");

    @ArchTest
    static final ArchRule theIrIsPureJava = classes()
            .that()
            .resideInAPackage("io.github.mewe.ir..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.github.mewe.ir..", "io.github.mewe.wasm..", "io.github.mewe.common..", "java..");

    @ArchTest
    static final ArchRule commonHasNoDependenciesButCommonsIo = classes()
            .that()
            .resideInAPackage("io.github.mewe.common..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.github.mewe.common..", "java..", "javax.management..", "org.apache.commons.io..");

    /** Diversification does not need the packages that examine its result. */
    @ArchTest
    static final ArchRule whatMakesBinariesDoesNotKnowWhatLooksAtThem = noClasses()
            .that()
            .resideInAPackage("io.github.mewe.engine")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.mewe.engine.*..");

    @ArchTest
    static final ArchRule whatLooksAtBinariesDoesNotKnowEachOther =
            slices().matching("io.github.mewe.engine.(*)..").should().notDependOnEachOther();

    /** A strategy is registered in one line; nothing else names it. */
    @ArchTest
    static final ArchRule strategiesDoNotKnowEachOther =
            slices().matching("io.github.mewe.variant.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule theGeneratorKnowsNoStrategy = noClasses()
            .that()
            .resideInAPackage("io.github.mewe.variant")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.mewe.variant.*..");

    /** All output goes through Maven's log. */
    @ArchTest
    static final ArchRule nothingPrints = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule nothingLogsByItself = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
}
