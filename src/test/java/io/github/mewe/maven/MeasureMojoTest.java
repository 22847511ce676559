package io.github.mewe.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.FileDiversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.OutputFiles;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Measurement;
import io.github.mewe.report.MeasurementFile;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the measurements of the goal, and its messages about invalid parameters and unmet requirements. */
@MojoTest
class MeasureMojoTest {
    private static final String DIRECTORY = "target/measure-mojo";
    private static final String BEFORE =
            "<project><build><plugins><plugin><artifactId>mewe-maven-plugin</artifactId><configuration>";
    private static final String AFTER = "</configuration></plugin></plugins></build></project>";
    private static final String CALL =
            "<invocations><invocation><export>f</export><arguments><argument>3</argument></arguments>"
                    + "</invocation></invocations>";
    private static final String FEW = "<measure><runs>20</runs><timeRuns>0</timeRuns><node>none</node></measure>";

    private Path directory;

    @BeforeEach
    void diversify() throws IOException {
        directory = Path.of(System.getProperty("project.basedir")).resolve(DIRECTORY);
        FileUtils.deleteDirectory(directory.toFile());
        Files.createDirectories(directory.resolve("out"));
        Files.createDirectories(directory.resolve("empty"));
        Path input = directory.resolve("app.wasm");
        Files.write(input, WatModule.assemble("""
                (module
                  (func $f (export "f") (param $n i32) (result i32)
                    (i32.add
                      (i32.xor (i32.mul (local.get $n) (i32.const 31)) (i32.const 77))
                      (i32.shr_u (i32.sub (local.get $n) (i32.const 7)) (i32.const 3)))))
                """));
        var request = new DiversificationRequest(
                new VariantBudget(3, 100, 1000, Optional.empty()),
                Optional.of("seed"),
                NameFilter.all(),
                List.of(),
                RandomnessSource.EXPORT);
        new FileDiversifier(new Diversifier(1, directory))
                .diversify(
                        input,
                        OutputFiles.in(directory.resolve("out"), "app.wasm", "diversified"),
                        request,
                        Progress.SILENT);
    }

    @Test
    @InjectMojo(
            goal = "measure",
            pom = BEFORE + CALL + FEW + "<require><diversified>1</diversified><entropy>0.3</entropy></require>" + AFTER)
    @MojoParameter(name = "input", value = DIRECTORY + "/app.wasm")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    void measuresEveryManifestInTheDirectory(MeasureMojo mojo) throws Exception {
        mojo.execute();
        Measurement measurement = measurement();
        assertEquals("app-diversified.wasm", measurement.binary());
        assertEquals(3, measurement.statics().variants());
        assertEquals("f(3)", measurement.dynamics().get(0).invocation());
        assertEquals(20, measurement.dynamics().get(0).runs());
        assertEquals(List.of(), measurement.times());
    }

    @Test
    @InjectMojo(goal = "measure")
    @MojoParameter(name = "input", value = DIRECTORY)
    @MojoParameter(name = "manifest", value = DIRECTORY + "/out/app-diversified.json")
    @MojoParameter(name = "node", value = "none")
    void measuresTheCodeWithoutARun(MeasureMojo mojo) throws Exception {
        mojo.execute();
        assertEquals(List.of(), measurement().dynamics());
        assertEquals(3, measurement().statics().distinct());
    }

    @Test
    @InjectMojo(
            goal = "measure",
            pom = BEFORE + CALL + FEW
                    + "<require><uniqueRatio>0.9</uniqueRatio><maxSizeRatio>0.5</maxSizeRatio></require>" + AFTER)
    @MojoParameter(name = "input", value = DIRECTORY + "/app.wasm")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    void anUnmetRequirementFailsTheBuildAfterWriting(MeasureMojo mojo) throws Exception {
        String message = failureOf(mojo);
        assertTrue(
                message.startsWith("app-diversified.wasm: <require><uniqueRatio> (mewe.measure.require.uniqueRatio)"
                        + " must be at least 0.9, but is 0.2"),
                message);
        assertTrue(message.contains("<require><maxSizeRatio>"), message);
        assertEquals(1, measurement().dynamics().size());
    }

    @Test
    @InjectMojo(goal = "measure", pom = BEFORE + "<require><entropy>much</entropy></require>" + AFTER)
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    void aRequirementThatIsNotANumber(MeasureMojo mojo) {
        assertEquals(
                "<require><entropy> (mewe.measure.require.entropy) is 'much'; it must be a number from 0 to 1",
                failureOf(mojo));
    }

    @Test
    @InjectMojo(goal = "measure", pom = BEFORE + "<measure><runs>0</runs></measure>" + AFTER)
    @MojoParameter(name = "input", value = DIRECTORY)
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    void tooFewRuns(MeasureMojo mojo) {
        assertEquals("<measure><runs> (mewe.measure.runs) is 0; it must be from 1 to 1000000", failureOf(mojo));
    }

    @Test
    @InjectMojo(goal = "measure")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/empty")
    void aDirectoryWithoutManifest(MeasureMojo mojo) {
        assertTrue(failureOf(mojo).startsWith("there is no manifest in "));
    }

    @Test
    @InjectMojo(goal = "measure")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/empty")
    @MojoParameter(name = "skip", value = "true")
    void skipped(MeasureMojo mojo) throws Exception {
        mojo.execute();
        assertFalse(Files.exists(directory.resolve("out/app-diversified-measurement.json")));
    }

    private Measurement measurement() throws IOException {
        return new MeasurementFile()
                .read(directory.resolve("out/app-diversified-measurement.json"))
                .orElseThrow();
    }

    private static String failureOf(MeasureMojo mojo) {
        return assertThrows(MojoFailureException.class, mojo::execute).getMessage();
    }
}
