package io.github.mewe.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the entries of the goal, and its messages about unusable files. */
@MojoTest
class SbomMojoTest {
    private static final String DIRECTORY = "target/sbom-mojo";
    private static final String DOCUMENT =
            "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":1,\"components\":[]}";

    private Path directory;

    @BeforeEach
    void diversify() throws IOException {
        directory = Path.of(System.getProperty("project.basedir")).resolve(DIRECTORY);
        FileUtils.deleteDirectory(directory.toFile());
        Files.createDirectories(directory.resolve("empty"));
        Files.writeString(directory.resolve("project.json"), DOCUMENT);
        Path input = Files.write(directory.resolve("app.wasm"), WatModule.assemble("""
                (module
                  (func $f (export "f") (param $n i32) (result i32)
                    (i32.add (i32.xor (i32.mul (local.get $n) (i32.const 31)) (i32.const 77)) (i32.const 3))))
                """));
        var request = new DiversificationRequest(
                        new VariantBudget(2, 100, 1000, Optional.empty()),
                        Optional.of("the seed"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.EXPORT)
                .withPopulation(2);
        new FileDiversifier(new Diversifier(1, directory))
                .population(
                        input,
                        List.of(
                                OutputFiles.in(directory.resolve("out"), "app.wasm", "diversified-1"),
                                OutputFiles.in(directory.resolve("out"), "app.wasm", "diversified-2")),
                        request,
                        Progress.SILENT);
    }

    @Test
    @InjectMojo(goal = "sbom")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "documents", value = DIRECTORY + "/project.json")
    void addsAllBinaries(SbomMojo mojo) throws Exception {
        mojo.execute();
        String document = Files.readString(directory.resolve("project.json"));
        for (String text : List.of(
                "\"mewe:app-diversified-1.wasm\"",
                "\"mewe:app-diversified-2.wasm\"",
                "\"mewe:seed\"",
                "\"the seed\"",
                "\"mewe:input:sha256\"")) {
            assertTrue(document.contains(text), document);
        }
    }

    @Test
    @InjectMojo(goal = "sbom")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "manifest", value = DIRECTORY + "/out/app-diversified-2.json")
    @MojoParameter(name = "documents", value = DIRECTORY + "/project.json")
    @MojoParameter(name = "seedDisclosure", value = "none")
    void addsOneBinaryWithoutItsSeed(SbomMojo mojo) throws Exception {
        mojo.execute();
        String document = Files.readString(directory.resolve("project.json"));
        assertTrue(document.contains("\"mewe:app-diversified-2.wasm\""), document);
        assertTrue(!document.contains("diversified-1") && !document.contains("the seed"), document);
    }

    @Test
    @InjectMojo(goal = "sbom")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "documents", value = DIRECTORY + "/project.json")
    void aChangedManifestFailsTheBuild(SbomMojo mojo) throws Exception {
        Path manifest = directory.resolve("out/app-diversified-2.json");
        Files.writeString(manifest, Files.readString(manifest).replace("the seed", "a seed"));
        String message = failureOf(mojo);
        assertTrue(message.startsWith("the manifest " + manifest + " has been changed since"), message);
        assertEquals(DOCUMENT, Files.readString(directory.resolve("project.json")));
    }

    @Test
    @InjectMojo(goal = "sbom")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "documents", value = DIRECTORY + "/project.json")
    void aChangedBinaryFailsTheBuild(SbomMojo mojo) throws Exception {
        Path binary = directory.resolve("out/app-diversified-1.wasm");
        Files.copy(directory.resolve("app.wasm"), binary, StandardCopyOption.REPLACE_EXISTING);
        String message = failureOf(mojo);
        assertTrue(message.startsWith(binary + " does not match the manifest "), message);
    }

    @Test
    @InjectMojo(goal = "sbom")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "documents", value = DIRECTORY + "/out/app-diversified-1.json")
    void rejectsOtherDocuments(SbomMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(message.startsWith("cannot add binaries to "), message);
        assertTrue(message.contains("it is not a CycloneDX document"), message);
    }

    @Test
    @InjectMojo(goal = "sbom")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "documents", value = DIRECTORY + "/missing.json")
    void aMissingDocument(SbomMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(
                message.contains("missing.json that <documents> (mewe.sbom.documents) names does not exist"), message);
    }

    @Test
    @InjectMojo(goal = "sbom")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/empty")
    @MojoParameter(name = "documents", value = DIRECTORY + "/project.json")
    void noManifest(SbomMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(message.startsWith("there is no manifest in "), message);
    }

    @Test
    @InjectMojo(goal = "sbom")
    @MojoParameter(name = "seedDisclosure", value = "secret")
    void anUnknownDisclosureOfTheSeed(SbomMojo mojo) {
        assertEquals(
                "<seedDisclosure> (mewe.sbom.seedDisclosure) is 'secret'; it must be one of plain, hash, none",
                failureOf(mojo));
    }

    private static String failureOf(SbomMojo mojo) {
        return assertThrows(MojoFailureException.class, mojo::execute).getMessage();
    }
}
