package io.github.mewe.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.maven.InputFinder.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@MojoTest
class InputFinderTest {
    @Inject
    private MavenProjectHelper helper;

    private final MavenProject project = new MavenProject();

    @TempDir
    private Path directory;

    private Path target;
    private InputFinder finder;

    @BeforeEach
    void makeFinder() {
        target = directory.resolve("target");
        project.setArtifact(artifact("pom", null));
        finder = new InputFinder(project, target.toFile(), target.resolve("mewe"));
    }

    @Test
    void takesTheOnlyModuleBelowTheBuildDirectory() throws Exception {
        Path module = file("target/wasm/deep/app.wasm");
        file("target/mewe/app-diversified.wasm");
        file("target/mewe/deep/other-diversified.wasm");
        file("target/wasm/app.js");
        file("src/main/other.wasm");

        assertEquals(List.of(new Input(module, Path.of("app.wasm"))), finder.ofProject());
    }

    @Test
    void listsSeveralModules() throws Exception {
        Path second = file("target/b.wasm");
        Path first = file("target/a/z.wasm");

        String message =
                assertThrows(MojoFailureException.class, finder::ofProject).getMessage();

        assertTrue(message.startsWith("found 2 .wasm files; choose one with <input> (mewe.input)"), message);
        assertTrue(message.endsWith("\n  " + first + "\n  " + second), message);
    }

    @Test
    void namesTheSearchedPlaces() {
        String message =
                assertThrows(MojoFailureException.class, finder::ofProject).getMessage();

        assertTrue(message.contains("the project's main artifact"), message);
        assertTrue(message.contains("attached"), message);
        assertTrue(message.contains(target.toString()), message);
        assertTrue(message.contains("<input> (mewe.input)"), message);
    }

    @Test
    void takesAnAttachedModuleBeforeAnyFile() throws Exception {
        Path module = file("somewhere/app.wasm");
        file("target/other.wasm");
        attach("wasm", null, module);
        attach("jar", "sources", file("target/sources.jar"));

        assertEquals(List.of(new Input(module, Path.of("app.wasm"))), finder.ofProject());
    }

    @Test
    void takesTheMainArtifact() throws Exception {
        Path module = file("target/app.wasm");
        file("target/other.wasm");
        project.setArtifact(artifact("wasm", module));

        assertEquals(List.of(new Input(module, Path.of("app.wasm"))), finder.ofProject());
    }

    @Test
    void ignoresAttachedOutputs() throws Exception {
        Path module = file("target/app.wasm");
        project.setArtifact(artifact("wasm", module));
        attach("wasm", "diversified", file("target/mewe/app-diversified.wasm"));
        attach("wasm", "other", file("target/mewe/app-other.wasm"));

        assertEquals(List.of(new Input(module, Path.of("app.wasm"))), finder.ofProject());
    }

    @Test
    void keepsThePathsWithinADirectory() throws Exception {
        Path deep = file("modules/a/b/deep.wasm");
        Path flat = file("modules/flat.wasm");
        file("modules/readme.txt");

        assertEquals(
                List.of(new Input(deep, Path.of("a", "b", "deep.wasm")), new Input(flat, Path.of("flat.wasm"))),
                finder.at(directory.resolve("modules").toFile()));
    }

    @Test
    void takesAFileWhateverItsName() throws Exception {
        Path module = file("app.bin");

        assertEquals(List.of(new Input(module, Path.of("app.bin"))), finder.at(module.toFile()));
    }

    @Test
    void namesAMissingFile() {
        Path missing = directory.resolve("missing.wasm");

        String message = assertThrows(MojoFailureException.class, () -> finder.at(missing.toFile()))
                .getMessage();

        assertTrue(message.contains(missing + " that <input> (mewe.input) names does not exist"), message);
    }

    @Test
    void namesADirectoryWithoutModules() throws Exception {
        file("modules/readme.txt");
        Path modules = directory.resolve("modules");

        String message = assertThrows(MojoFailureException.class, () -> finder.at(modules.toFile()))
                .getMessage();

        assertTrue(message.contains(modules + " that <input> (mewe.input) names"), message);
        assertFalse(message.contains("does not exist"), message);
    }

    private Path file(String path) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private void attach(String type, String classifier, Path file) {
        helper.attachArtifact(project, type, classifier, file.toFile());
    }

    private static Artifact artifact(String type, Path file) {
        var artifact = new DefaultArtifact("group", "name", "1", null, type, null, new DefaultArtifactHandler(type));
        artifact.setFile(file == null ? null : file.toFile());
        return artifact;
    }
}
