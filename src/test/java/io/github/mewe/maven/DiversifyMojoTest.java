package io.github.mewe.maven;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.variant.VariantBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoExtension;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that messages about invalid parameters name the element, the property and the valid values. */
@MojoTest
class DiversifyMojoTest {
    @TempDir
    private Path directory;

    private static final String BEFORE =
            "<project><build><plugins><plugin><artifactId>mewe-maven-plugin</artifactId><configuration><budget>";
    private static final String WEIGHT = "<project><build><plugins><plugin><artifactId>mewe-maven-plugin</artifactId>"
            + "<configuration><weights><weight>";
    private static final String AFTER_WEIGHT =
            "</weight></weights></configuration></plugin></plugins></build></project>";
    private static final String AFTER = "</budget></configuration></plugin></plugins></build></project>";

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "variants", value = "0")
    void tooFewVariants(DiversifyMojo mojo) {
        assertFails("<budget><variants> (mewe.variants) is 0; it must be from 1 to 1000", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "variants", value = "1001")
    void tooManyVariants(DiversifyMojo mojo) {
        assertFails("<budget><variants> (mewe.variants) is 1001; it must be from 1 to 1000", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "maxGrowth", value = "0.99")
    void tooLittleGrowth(DiversifyMojo mojo) {
        assertFails("<budget><maxGrowth> (mewe.maxGrowth) is 0.99; it must be from 1.0 to 10000.0", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "maxGrowth", value = "10001")
    void tooMuchGrowth(DiversifyMojo mojo) {
        assertFails("<budget><maxGrowth> (mewe.maxGrowth) is 10001.0; it must be from 1.0 to 10000.0", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "maxGrowth", value = "NaN")
    void growthThatIsNotANumber(DiversifyMojo mojo) {
        assertFails("<budget><maxGrowth> (mewe.maxGrowth) is NaN; it must be from 1.0 to 10000.0", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify", pom = BEFORE + "<size>tiny</size>" + AFTER)
    void unknownSize(DiversifyMojo mojo) {
        assertFails("<budget><size> (mewe.size) is 'tiny'; it must be one of auto, small, balanced, strong", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "size", value = "small")
    void theSizePresetsVariantsAndGrowth(DiversifyMojo mojo) throws MojoFailureException {
        VariantBudget small = mojo.budget.resolve(mojo);
        assertEquals(1, small.variants());
        assertEquals(2.0, small.maxGrowth());
        assertEquals(0.94, small.coverage());
    }

    @Test
    @InjectMojo(goal = "diversify", pom = BEFORE + "<size>small</size><coverage>1</coverage>" + AFTER)
    void anExplicitCoverageTakesPrecedenceOverTheSize(DiversifyMojo mojo) throws MojoFailureException {
        assertEquals(1.0, mojo.budget.resolve(mojo).coverage());
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "coverage", value = "0")
    void noCoverage(DiversifyMojo mojo) {
        assertFails("<budget><coverage> (mewe.coverage) is 0.0; it must be above 0, and at most 1", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify", pom = BEFORE + "<size>strong</size><variants>3</variants>" + AFTER)
    @MojoParameter(name = "size", value = "small")
    void anExplicitLimitTakesPrecedenceOverTheSize(DiversifyMojo mojo) throws MojoFailureException {
        VariantBudget budget = mojo.budget.resolve(mojo);
        assertEquals(3, budget.variants());
        assertEquals(15.0, budget.maxGrowth());
    }

    @Test
    @InjectMojo(goal = "diversify")
    void theDefaultSizeAdaptsToTheModule(DiversifyMojo mojo) throws MojoFailureException {
        VariantBudget budget = mojo.budget.resolve(mojo);
        assertEquals(4, budget.variants());
        assertEquals(8.0, budget.maxGrowth());
        assertTrue(budget.adapts());
    }

    @Test
    @InjectMojo(goal = "diversify", pom = BEFORE + "<maxGrowth>8</maxGrowth>" + AFTER)
    void anExplicitGrowthAppliesToSmallModulesToo(DiversifyMojo mojo) throws MojoFailureException {
        assertFalse(mojo.budget.resolve(mojo).adapts());
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "variants", value = "4")
    void anExplicitNumberOfVariantsAppliesToSmallModulesToo(DiversifyMojo mojo) throws MojoFailureException {
        assertFalse(mojo.budget.resolve(mojo).adapts());
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "timeSeconds", value = "-1")
    void negativeTime(DiversifyMojo mojo) {
        assertFails("<budget><timeSeconds> (mewe.timeSeconds) is -1; it must be 0 (no limit) or more", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify", pom = BEFORE + "<variants>2000</variants>" + AFTER)
    @MojoParameter(name = "variants", value = "4")
    void theElementTakesPrecedenceOverTheProperty(DiversifyMojo mojo) {
        assertFails("<budget><variants> (mewe.variants) is 2000; it must be from 1 to 1000", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify", pom = BEFORE + "<variants>3</variants>" + AFTER)
    @MojoParameter(name = "timeSeconds", value = "-7")
    void thePropertyReplacesAMissingElement(DiversifyMojo mojo) {
        assertFails("<budget><timeSeconds> (mewe.timeSeconds) is -7; it must be 0 (no limit) or more", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "strategies", value = "rewrite,obfuscate")
    void unknownStrategy(DiversifyMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(
                message.startsWith("<strategies> (mewe.strategies): unknown strategy 'obfuscate'; known are "),
                message);
        assertTrue(message.contains("rewrite"), message);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "randomness", value = "dice")
    void unknownRandomness(DiversifyMojo mojo) {
        assertFails(
                "<randomness> (mewe.randomness) is 'dice'; it must be one of wasi, host, export, fixed, auto", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "platform", value = "lambda")
    void unknownPlatform(DiversifyMojo mojo) {
        assertFails(
                "<platform> (mewe.platform) is 'lambda'; it must be one of workers, fastly, wasi, browser, jvm, or be"
                        + " left out",
                mojo);
    }

    @Test
    @InjectMojo(goal = "diversify", pom = WEIGHT + "<original>0.5</original>" + AFTER_WEIGHT)
    void weightWithoutFunctions(DiversifyMojo mojo) {
        assertFails("<weights><weight> has no <functions>; give it a glob on function names", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify", pom = WEIGHT + "<functions>*</functions><original>1</original>" + AFTER_WEIGHT)
    void originalThatIsTheOnlyChoice(DiversifyMojo mojo) {
        assertFails(
                "<weights><weight><original> is 1.0; it must be the original's share in the choices, from 0 to less"
                        + " than 1",
                mojo);
    }

    @Test
    @InjectMojo(goal = "diversify", pom = WEIGHT + "<functions>*</functions><variants>2,0</variants>" + AFTER_WEIGHT)
    void variantOfWeightZero(DiversifyMojo mojo) {
        assertFails(
                "<weights><weight><variants> is '2,0'; it must be numbers above 0 with commas between them, as in"
                        + " 3,2,1",
                mojo);
    }

    @Test
    @InjectMojo(goal = "diversify", pom = WEIGHT + "<functions>*</functions><variants>2;1</variants>" + AFTER_WEIGHT)
    void weightsThatAreNotNumbers(DiversifyMojo mojo) {
        assertFails(
                "<weights><weight><variants> is '2;1'; it must be numbers above 0 with commas between them, as in"
                        + " 3,2,1",
                mojo);
    }

    @Test
    @InjectMojo(goal = "diversify", pom = WEIGHT + "<functions>*</functions><original>0.1</original>" + AFTER_WEIGHT)
    @MojoParameter(name = "includeOriginal", value = "false")
    void shareOfAnOmittedOriginal(DiversifyMojo mojo) {
        assertFails(
                "<weights><weight><original> is 0.1, but <includeOriginal> (mewe.includeOriginal) is false; leave one"
                        + " of them out",
                mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "population", value = "0")
    void noBinaries(DiversifyMojo mojo) {
        assertFails("<population> (mewe.population) is 0; it must be from 1 to 100", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "population", value = "101")
    void tooManyBinaries(DiversifyMojo mojo) {
        assertFails("<population> (mewe.population) is 101; it must be from 1 to 100", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "dispatch", value = "goto")
    void unknownShape(DiversifyMojo mojo) {
        assertFails("<dispatch> (mewe.dispatch) is 'goto'; it must be one of switch, table, mixed", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "input", value = "src/it/pom-packaging/app.wasm")
    @MojoParameter(name = "frameOffset", value = "20")
    void rejectsAnOffsetThatMisalignsFrames(DiversifyMojo mojo) {
        assertFails("<frameOffset> (mewe.frameOffset) is 20; it must be 0 or a positive multiple of 16", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "input", value = "src/it/pom-packaging/app.wasm")
    @MojoParameter(name = "stackStart", value = "60%")
    void rejectsAStartThatTakesMostOfTheStack(DiversifyMojo mojo) {
        assertFails(
                "<stackStart> (mewe.stackStart) is '60%'; it must be a number of bytes that is a multiple of 16, such"
                        + " as 1024, or a percentage of the stack from 0% to 50%",
                mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "input", value = "src/it/pom-packaging/app.wasm")
    @MojoParameter(name = "canaries", value = "few")
    void rejectsAnUnknownShareOfCanaries(DiversifyMojo mojo) {
        assertFails("<canaries> (mewe.canaries) is 'few'; it must be one of all, some", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "trace", value = "stderr")
    void unknownTrace(DiversifyMojo mojo) {
        assertFails("<trace> (mewe.trace) is 'stderr'; it must be one of none, import, memory", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "classifier", value = "a b")
    void badClassifier(DiversifyMojo mojo) {
        assertFails(
                "<classifier> (mewe.classifier) is 'a b'; it must consist of letters, digits, '.', '_' and '-'", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "classifier", value = "../out")
    void classifierThatIsAPath(DiversifyMojo mojo) {
        assertFails(
                "<classifier> (mewe.classifier) is '../out'; it must consist of letters, digits, '.', '_' and '-'",
                mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "input", value = "missing/app.wasm")
    @MojoParameter(name = "outputDirectory", value = "target/mewe")
    void missingInput(DiversifyMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(message.startsWith("the file "), message);
        assertTrue(message.contains("app.wasm that <input> (mewe.input) names does not exist"), message);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "input", value = "src/main")
    @MojoParameter(name = "outputDirectory", value = "target/mewe")
    void directoryWithoutModules(DiversifyMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(message.startsWith("there is no .wasm file in the directory "), message);
        assertTrue(message.contains("<input> (mewe.input)"), message);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "input", value = "missing/app.wasm")
    @MojoParameter(name = "outputDirectory", value = "pom.xml/mewe")
    void outputBelowAFile(DiversifyMojo mojo) {
        String message =
                assertThrows(MojoExecutionException.class, mojo::execute).getMessage();
        assertTrue(message.startsWith("cannot write to "), message);
        assertTrue(message.contains("pom.xml is not a writable directory"), message);
        assertTrue(message.endsWith("<outputDirectory> (mewe.outputDirectory)"), message);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "skip", value = "true")
    @MojoParameter(name = "classifier", value = "a b")
    @MojoParameter(name = "input", value = "missing/app.wasm")
    void skippingChecksNothing(DiversifyMojo mojo) {
        assertDoesNotThrow(mojo::execute);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "input", value = "src/it/pom-packaging/app.wasm")
    @MojoParameter(name = "attach", value = "false")
    @MojoParameter(name = "loader", value = "true")
    void writesTheLoaderBesideTheOutput(DiversifyMojo mojo) throws Exception {
        assertEquals(
                List.of(
                        "app-diversified.json",
                        "app-diversified.wasm",
                        "mewe-auto.d.mts",
                        "mewe-auto.mjs",
                        "mewe-loader.d.mts",
                        "mewe-loader.mjs",
                        "mewe-twins.d.mts",
                        "mewe-twins.mjs"),
                outputsOf(mojo));
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "input", value = "src/it/pom-packaging/app.wasm")
    @MojoParameter(name = "attach", value = "false")
    void writesNoLoaderByDefault(DiversifyMojo mojo) throws Exception {
        assertEquals(List.of("app-diversified.json", "app-diversified.wasm"), outputsOf(mojo));
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "input", value = "src/it/pom-packaging/app.wasm")
    @MojoParameter(name = "attach", value = "false")
    @MojoParameter(name = "strategies", value = "rewrite")
    @MojoParameter(name = "platform", value = "workers")
    void writesTheLoaderForThePlatform(DiversifyMojo mojo) throws Exception {
        assertEquals(
                List.of(
                        "app-diversified.json",
                        "app-diversified.wasm",
                        "mewe-auto.d.mts",
                        "mewe-auto.mjs",
                        "mewe-loader.d.mts",
                        "mewe-loader.mjs",
                        "mewe-twins.d.mts",
                        "mewe-twins.mjs"),
                outputsOf(mojo));
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "input", value = "src/it/pom-packaging/app.wasm")
    @MojoParameter(name = "attach", value = "false")
    @MojoParameter(name = "strategies", value = "rewrite")
    @MojoParameter(name = "platform", value = "browser")
    @MojoParameter(name = "loader", value = "false")
    @MojoParameter(name = "randomness", value = "host")
    void aConfiguredLoaderTakesPrecedenceOverThePlatform(DiversifyMojo mojo) throws Exception {
        assertEquals(List.of("app-diversified.json", "app-diversified.wasm"), outputsOf(mojo));
        String manifest = Files.readString(directory.resolve("mewe/app-diversified.json"));
        assertTrue(manifest.contains("\"platform\":\"browser\""), manifest);
        assertTrue(manifest.contains("\"randomness\":\"host\""), manifest);
    }

    private List<String> outputsOf(DiversifyMojo mojo) throws Exception {
        Path output = directory.resolve("mewe");
        MojoExtension.setVariableValueToObject(mojo, "outputDirectory", output.toFile());
        MojoExtension.setVariableValueToObject(
                mojo, "synthesisCache", directory.resolve("synthesis").toFile());
        mojo.execute();
        try (Stream<Path> files = Files.list(output)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void assertFails(String message, DiversifyMojo mojo) {
        assertEquals(message, failureOf(mojo));
    }

    private static String failureOf(DiversifyMojo mojo) {
        return assertThrows(MojoFailureException.class, mojo::execute).getMessage();
    }
}
