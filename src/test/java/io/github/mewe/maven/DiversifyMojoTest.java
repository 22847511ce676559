package io.github.mewe.maven;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;

/** What the goal says of parameters that cannot be: which element it is, which property, and what it may be. */
@MojoTest
class DiversifyMojoTest {
    private static final String BEFORE =
            "<project><build><plugins><plugin><artifactId>mewe-maven-plugin</artifactId><configuration><budget>";
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
    void growthThatIsNoNumber(DiversifyMojo mojo) {
        assertFails("<budget><maxGrowth> (mewe.maxGrowth) is NaN; it must be from 1.0 to 10000.0", mojo);
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
    void theElementGoesBeforeTheProperty(DiversifyMojo mojo) {
        assertFails("<budget><variants> (mewe.variants) is 2000; it must be from 1 to 1000", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify", pom = BEFORE + "<variants>3</variants>" + AFTER)
    @MojoParameter(name = "timeSeconds", value = "-7")
    void thePropertyServesForAnElementThatIsLeftOut(DiversifyMojo mojo) {
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
    @MojoParameter(name = "dispatch", value = "goto")
    void unknownShape(DiversifyMojo mojo) {
        assertFails("<dispatch> (mewe.dispatch) is 'goto'; it must be one of switch, table, mixed", mojo);
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
        assertFails("<classifier> (mewe.classifier) is 'a b'; it must be letters, digits, '.', '_' and '-'", mojo);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "classifier", value = "../out")
    void classifierThatIsAPath(DiversifyMojo mojo) {
        assertFails("<classifier> (mewe.classifier) is '../out'; it must be letters, digits, '.', '_' and '-'", mojo);
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
        assertTrue(message.contains("pom.xml is not a directory that can be written to"), message);
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

    private static void assertFails(String message, DiversifyMojo mojo) {
        assertEquals(message, failureOf(mojo));
    }

    private static String failureOf(DiversifyMojo mojo) {
        return assertThrows(MojoFailureException.class, mojo::execute).getMessage();
    }
}
