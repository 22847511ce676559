package io.github.mewe.maven;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.WatModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the files of the goal, and its messages about invalid parameters. */
@MojoTest
class ProfileMojoTest {
    private static final String DIRECTORY = "target/profile-mojo";
    private static final String BEFORE =
            "<project><build><plugins><plugin><artifactId>mewe-maven-plugin</artifactId><configuration>";
    private static final String AFTER = "</configuration></plugin></plugins></build></project>";
    private static final String CALL =
            "<invocations><invocation><export>f</export><arguments><argument>3</argument></arguments>"
                    + "<times>2</times></invocation></invocations>";

    private Path directory;

    @BeforeEach
    void writeModules() throws IOException {
        directory = Path.of(System.getProperty("project.basedir")).resolve(DIRECTORY);
        FileUtils.deleteDirectory(directory.toFile());
        Files.createDirectories(directory.resolve("two"));
        Files.createDirectories(directory.resolve("profiles"));
        byte[] module = WatModule.assemble("(module (func $f (export \"f\") (param i32)))");
        Files.write(directory.resolve("app.wasm"), module);
        Files.write(directory.resolve("two/a.wasm"), module);
        Files.write(directory.resolve("two/b.wasm"), module);
        Files.write(
                directory.resolve("closed.wasm"),
                WatModule.assemble("(module (import \"env\" \"log\" (func)) (func (export \"f\") (param i32)))"));
        Files.writeString(directory.resolve("counts.json"), "{\"mewe_calls_0\":\"12\"}");
        Files.writeString(directory.resolve("others.json"), "{\"mewe_calls_7\":\"12\"}");
    }

    @Test
    @InjectMojo(goal = "profile", pom = BEFORE + CALL + AFTER)
    @MojoParameter(name = "input", value = DIRECTORY + "/app.wasm")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "profile", value = DIRECTORY + "/deep/app.json")
    void invocationsGiveAProfile(ProfileMojo mojo) throws Exception {
        mojo.execute();
        assertTrue(Files.readString(directory.resolve("deep/app.json"))
                .contains("{\"index\":0,\"name\":\"f\",\"calls\":2,\"indirectCalls\":2,\"cost\":0.0}"));
        assertTrue(Files.isRegularFile(directory.resolve("out/app-instrumented.wasm")));
    }

    @Test
    @InjectMojo(goal = "profile")
    @MojoParameter(name = "input", value = DIRECTORY + "/app.wasm")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "instrumented", value = DIRECTORY + "/other.wasm")
    @MojoParameter(name = "profile", value = DIRECTORY + "/profiles")
    @MojoParameter(name = "counts", value = DIRECTORY + "/counts.json")
    void countsGiveAProfile(ProfileMojo mojo) throws Exception {
        mojo.execute();
        assertTrue(
                Files.readString(directory.resolve("profiles/app.profile.json")).contains("\"calls\":12,"));
        assertTrue(Files.isRegularFile(directory.resolve("other.wasm")));
        assertFalse(Files.exists(directory.resolve("out")));
    }

    @Test
    @InjectMojo(goal = "profile")
    @MojoParameter(name = "input", value = DIRECTORY + "/app.wasm")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "profile", value = DIRECTORY + "/app.json")
    void withoutARunWritesOnlyTheInstrumentedModule(ProfileMojo mojo) throws Exception {
        mojo.execute();
        assertTrue(Files.isRegularFile(directory.resolve("out/app-instrumented.wasm")));
        assertFalse(Files.exists(directory.resolve("app.json")));
    }

    @Test
    @InjectMojo(goal = "profile", pom = BEFORE + CALL + AFTER)
    @MojoParameter(name = "input", value = DIRECTORY + "/closed.wasm")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    void suggestsAnotherEngineForAnUnsupportedModule(ProfileMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(
                message.startsWith("closed.wasm: the embedded engine cannot run it: the module imports env.log"),
                message);
        assertTrue(message.contains("out/closed-instrumented.wasm on the module's own platform"), message);
        assertTrue(message.endsWith("name that file with <counts> (mewe.counts)"), message);
        assertTrue(Files.isRegularFile(directory.resolve("out/closed-instrumented.wasm")));
    }

    @Test
    @InjectMojo(goal = "profile", pom = BEFORE + CALL + AFTER)
    @MojoParameter(name = "counts", value = DIRECTORY + "/counts.json")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    void countsAndARunExcludeEachOther(ProfileMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(
                message.startsWith("<counts> (mewe.counts) cannot be combined with <start> or <invocations>"), message);
    }

    @Test
    @InjectMojo(goal = "profile")
    @MojoParameter(name = "input", value = DIRECTORY + "/app.wasm")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "counts", value = DIRECTORY + "/missing.json")
    void missingCounts(ProfileMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(message.contains("missing.json that <counts> (mewe.counts) names does not exist"), message);
    }

    @Test
    @InjectMojo(goal = "profile")
    @MojoParameter(name = "input", value = DIRECTORY + "/app.wasm")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "counts", value = DIRECTORY + "/others.json")
    void countsOfAnotherModule(ProfileMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(message.contains("others.json that <counts> (mewe.counts) names cannot be used: "), message);
        assertTrue(message.contains("mewe_calls_7 is not a counter of this module"), message);
    }

    @Test
    @InjectMojo(goal = "profile")
    @MojoParameter(name = "input", value = DIRECTORY + "/two")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    void severalModules(ProfileMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(message.startsWith("the directory ") && message.contains(" contains 2 .wasm files"), message);
        assertTrue(message.endsWith("Name the file with <input> (mewe.input)"), message);
    }

    @Test
    @InjectMojo(goal = "profile")
    @MojoParameter(name = "input", value = DIRECTORY + "/app.wasm")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "instrumented", value = DIRECTORY + "/app.wasm")
    void theInputIsNotOverwritten(ProfileMojo mojo) throws IOException {
        byte[] before = Files.readAllBytes(directory.resolve("app.wasm"));
        assertTrue(failureOf(mojo).startsWith("<instrumented> (mewe.instrumented) is the input file"));
        assertEquals(before.length, Files.size(directory.resolve("app.wasm")));
    }

    @Test
    @InjectMojo(
            goal = "profile",
            pom = BEFORE + "<invocations><invocation><times>3</times></invocation></invocations>" + AFTER)
    void anInvocationWithoutAnExport(ProfileMojo mojo) {
        assertEquals("an <invocation> has no <export>: name the exported function to call", failureOf(mojo));
    }

    @Test
    @InjectMojo(
            goal = "profile",
            pom = BEFORE + "<invocations><invocation><export>f</export><times>0</times></invocation></invocations>"
                    + AFTER)
    void anInvocationOfZeroCalls(ProfileMojo mojo) {
        assertEquals("<invocation><times> of f is 0; it must be from 1 to 1000000000", failureOf(mojo));
    }

    @Test
    @InjectMojo(goal = "profile", pom = BEFORE + "<start><stdin>missing.txt</stdin></start>" + AFTER)
    void aMissingFileForStandardInput(ProfileMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(message.startsWith("cannot read <start><stdin> "), message);
        assertTrue(message.contains("missing.txt: "), message);
    }

    @Test
    @InjectMojo(goal = "profile")
    @MojoParameter(name = "skip", value = "true")
    @MojoParameter(name = "input", value = "missing/app.wasm")
    void skippingChecksNothing(ProfileMojo mojo) {
        assertDoesNotThrow(mojo::execute);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "input", value = DIRECTORY + "/app.wasm")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "profile", value = DIRECTORY + "/missing.json")
    void aMissingProfile(DiversifyMojo mojo) {
        String message = assertThrows(MojoFailureException.class, mojo::execute).getMessage();
        assertTrue(message.contains("missing.json that <profile> (mewe.profile) names does not exist"), message);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "input", value = DIRECTORY + "/app.wasm")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "profile", value = DIRECTORY + "/counts.json")
    void countsInsteadOfAProfile(DiversifyMojo mojo) {
        String message = assertThrows(MojoFailureException.class, mojo::execute).getMessage();
        assertTrue(message.contains("counts.json is not a profile: it has no schemaVersion"), message);
    }

    @Test
    @InjectMojo(goal = "diversify")
    @MojoParameter(name = "input", value = DIRECTORY + "/two")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    @MojoParameter(name = "profile", value = DIRECTORY + "/counts.json")
    @MojoParameter(name = "attach", value = "false")
    void oneProfileForSeveralModules(DiversifyMojo mojo) {
        String message = assertThrows(MojoFailureException.class, mojo::execute).getMessage();
        assertTrue(message.startsWith("<profile> (mewe.profile) names the file "), message);
        assertTrue(message.contains("there are 2 modules. Name a directory"), message);
    }

    private static String failureOf(ProfileMojo mojo) {
        return assertThrows(MojoFailureException.class, mojo::execute).getMessage();
    }
}
