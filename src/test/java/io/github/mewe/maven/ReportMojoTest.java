package io.github.mewe.maven;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
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

/** Tests the files of the goal, and its messages about invalid parameters. */
@MojoTest
class ReportMojoTest {
    private static final String DIRECTORY = "target/report-mojo";

    private Path directory;

    @BeforeEach
    void diversify() throws IOException {
        directory = Path.of(System.getProperty("project.basedir")).resolve(DIRECTORY);
        FileUtils.deleteDirectory(directory.toFile());
        Files.createDirectories(directory.resolve("out/deep"));
        Files.createDirectories(directory.resolve("empty"));
        Path input = Files.write(directory.resolve("app.wasm"), WatModule.assemble("""
                        (module (func (export "f") (param i32) (result i32)
                          (i32.add (i32.mul (local.get 0) (i32.const 31))
                            (i32.xor (i32.and (local.get 0) (i32.const 7)) (i32.const 5)))))
                        """));
        var request = new DiversificationRequest(
                new VariantBudget(2, 20, 1.5, Optional.empty()),
                Optional.empty(),
                NameFilter.all(),
                List.of(),
                RandomnessSource.EXPORT);
        for (String place : List.of("out", "out/deep")) {
            new FileDiversifier(new Diversifier(1, directory))
                    .diversify(
                            input,
                            OutputFiles.in(directory.resolve(place), "app.wasm", "diversified"),
                            request,
                            Progress.SILENT);
        }
    }

    @Test
    @InjectMojo(goal = "report")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    void writesAReportOnEachBinary(ReportMojo mojo) throws Exception {
        mojo.execute();
        for (String report : List.of("out/app-diversified-report.html", "out/deep/app-diversified-report.html")) {
            assertTrue(Files.readString(directory.resolve(report)).contains("app-diversified.wasm"), report);
        }
    }

    @Test
    @InjectMojo(goal = "report")
    @MojoParameter(name = "manifest", value = DIRECTORY + "/out/deep/app-diversified.json")
    void writesAReportOnOneManifest(ReportMojo mojo) throws Exception {
        mojo.execute();
        assertTrue(Files.isRegularFile(directory.resolve("out/deep/app-diversified-report.html")));
        assertFalse(Files.exists(directory.resolve("out/app-diversified-report.html")));
    }

    @Test
    @InjectMojo(goal = "report")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/empty")
    void withoutAManifest(ReportMojo mojo) throws Exception {
        String message = assertThrows(MojoFailureException.class, mojo::execute).getMessage();
        assertTrue(message.startsWith("there is no manifest in "), message);
        assertTrue(message.contains("<outputDirectory> (mewe.outputDirectory)"), message);
        assertTrue(message.contains("Run the goal mewe:diversify first"), message);
        assertFalse(mojo.canGenerateReport(), "a site goes on without it");
    }

    @Test
    @InjectMojo(goal = "report")
    @MojoParameter(name = "manifest", value = DIRECTORY + "/missing.json")
    void aMissingManifest(ReportMojo mojo) {
        String message = assertThrows(MojoFailureException.class, mojo::execute).getMessage();
        assertTrue(message.contains("missing.json that <manifest> (mewe.manifest) names does not exist"), message);
    }

    @Test
    @InjectMojo(goal = "report")
    @MojoParameter(name = "manifest", value = DIRECTORY + "/app.wasm")
    void aFileThatIsNoManifest(ReportMojo mojo) {
        String message = assertThrows(MojoFailureException.class, mojo::execute).getMessage();
        assertTrue(message.contains("app.wasm is not a manifest of this plugin version"), message);
    }

    @Test
    @InjectMojo(goal = "report")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "textKilobytes", value = "-1")
    void anImpossibleSize(ReportMojo mojo) {
        String message = assertThrows(MojoFailureException.class, mojo::execute).getMessage();
        assertTrue(message.startsWith("<textKilobytes> (mewe.report.textKilobytes) is -1"), message);
    }

    @Test
    @InjectMojo(goal = "report")
    @MojoParameter(name = "skip", value = "true")
    @MojoParameter(name = "manifest", value = "missing.json")
    void skippingChecksNothing(ReportMojo mojo) throws Exception {
        assertDoesNotThrow(mojo::execute);
        assertFalse(mojo.canGenerateReport());
    }

    @Test
    @InjectMojo(goal = "report")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    void aSiteHasAPageWithLinks(ReportMojo mojo) throws Exception {
        assertTrue(mojo.canGenerateReport());
        mojo.setReportOutputDirectory(directory.resolve("site").toFile());
        var sink = new RecordedSink();
        mojo.generate(sink.sink(), null);
        assertEquals(
                List.of("mewe/app-diversified-report.html", "mewe/deep/app-diversified-report.html"), sink.links());
        for (String link : sink.links()) {
            assertTrue(Files.isRegularFile(directory.resolve("site").resolve(link)), link);
        }
    }
}
