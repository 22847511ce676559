package io.github.mewe.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.FileDiversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.OutputFiles;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.verification.BrokenVariants;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.report.Verification;
import io.github.mewe.report.VerificationFile;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.ValueType;
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

/** Tests the verifications of the goal, and its messages about divergences and invalid parameters. */
@MojoTest
class VerifyMojoTest {
    private static final String DIRECTORY = "target/verify-mojo";
    private static final String BEFORE =
            "<project><build><plugins><plugin><artifactId>mewe-maven-plugin</artifactId><configuration>";
    private static final String AFTER = "</configuration></plugin></plugins></build></project>";
    private static final String CALL =
            "<invocations><invocation><export>f</export><arguments><argument>3</argument></arguments>"
                    + "</invocation></invocations>";

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
                new VariantBudget(2, 100, 1000, Optional.empty()),
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
    @InjectMojo(goal = "verify", pom = BEFORE + CALL + "<verify><seeds>2</seeds></verify>" + AFTER)
    @MojoParameter(name = "input", value = DIRECTORY + "/app.wasm")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    void verifiesEveryManifestInTheDirectory(VerifyMojo mojo) throws Exception {
        mojo.execute();
        Verification verification = verification();
        assertEquals(List.of(), verification.divergences());
        assertEquals(
                List.of("f(3)", "f(i32) on 8 argument lists", "f(0)"),
                verification.runs().stream()
                        .map(Verification.Run::invocation)
                        .distinct()
                        .toList());
        // Two seeds, two variants everywhere, and a second opinion.
        assertEquals(10, verification.runs().size());
        assertTrue(verification.runs().stream().allMatch(run -> run.outcome().equals("equal")));
    }

    @Test
    @InjectMojo(goal = "verify")
    @MojoParameter(name = "input", value = DIRECTORY)
    @MojoParameter(name = "manifest", value = DIRECTORY + "/out/app-diversified.json")
    @MojoParameter(name = "exportInputs", value = "2")
    void verifiesOneManifest(VerifyMojo mojo) throws Exception {
        mojo.execute();
        assertEquals("f(i32) on 2 argument lists", verification().runs().get(0).invocation());
    }

    @Test
    @InjectMojo(goal = "verify")
    @MojoParameter(name = "input", value = DIRECTORY)
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    void aChangedBinaryFailsTheBuild(VerifyMojo mojo) throws Exception {
        Path binary = directory.resolve("out/app-diversified.wasm");
        byte[] bytes = Files.readAllBytes(binary);
        bytes[bytes.length - 1] ^= 1;
        Files.write(binary, bytes);
        String message = failureOf(mojo);
        assertTrue(message.startsWith(binary + " does not match the manifest "), message);
        assertFalse(Files.exists(directory.resolve("out/app-diversified-verification.json")));
    }

    @Test
    @InjectMojo(goal = "verify")
    @MojoParameter(name = "input", value = DIRECTORY)
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    void aWrongVariantFailsTheBuildWithItsName(VerifyMojo mojo) throws Exception {
        Path manifest = directory.resolve("out/app-diversified.json");
        Path binary = directory.resolve("out/app-diversified.wasm");
        Manifest intact = new ManifestFile().read(manifest).orElseThrow();
        BrokenVariants.Broken broken = BrokenVariants.breakRoot(
                new DiversificationResult(Files.readAllBytes(binary), intact, Optional.empty(), List.of()),
                "f",
                1,
                root -> IntBinary.of(BinaryOperator.XOR, ValueType.I32, root, Const.i32(16)));
        Files.write(binary, broken.binary());
        Files.writeString(manifest, new ManifestFile().format(broken.manifest()));
        String message = failureOf(mojo);
        Manifest.Variant variant = intact.functions().get(0).variants().get(1);
        assertTrue(
                message.startsWith("app-diversified.wasm: variant " + variant.name()
                        + " of function f is not equivalent to the original; made by "),
                message);
        assertTrue(message.contains(variant.chain().get(0).rule()), message);
        Verification verification = verification();
        Path testCase =
                manifest.resolveSibling(verification.divergences().get(0).testCase());
        assertTrue(message.contains("Test case: " + testCase), message);
        assertTrue(Files.isRegularFile(testCase), testCase.toString());
        assertEquals(1, verification.totals().divergent());
        assertEquals(
                "divergent", verification.functions().get(0).variants().get(1).status());
    }

    @Test
    @InjectMojo(goal = "verify")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/empty")
    void noManifest(VerifyMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(message.startsWith("there is no manifest in "), message);
        assertTrue(message.endsWith("or name a manifest with <manifest> (mewe.manifest)"), message);
    }

    @Test
    @InjectMojo(goal = "verify")
    @MojoParameter(name = "manifest", value = DIRECTORY + "/missing.json")
    void aMissingManifest(VerifyMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(message.contains("missing.json that <manifest> (mewe.manifest) names does not exist"), message);
    }

    @Test
    @InjectMojo(goal = "verify", pom = BEFORE + "<verify><inputs>0</inputs></verify>" + AFTER)
    void tooFewInputs(VerifyMojo mojo) {
        assertEquals("<verify><inputs> (mewe.verify.inputs) is 0; it must be from 1 to 1000000", failureOf(mojo));
    }

    @Test
    @InjectMojo(goal = "verify")
    @MojoParameter(name = "timeSeconds", value = "0")
    void noTime(VerifyMojo mojo) {
        assertEquals(
                "<verify><timeSeconds> (mewe.verify.timeSeconds) is 0; it must be from 1 to 1000000", failureOf(mojo));
    }

    @Test
    @InjectMojo(
            goal = "verify",
            pom = BEFORE + "<invocations><invocation><export>g</export></invocation></invocations>" + AFTER)
    @MojoParameter(name = "input", value = DIRECTORY)
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    void aMissingExport(VerifyMojo mojo) {
        String message = failureOf(mojo);
        assertTrue(
                message.contains("<invocation>: the module exports no function 'g'. Exported functions: f"), message);
    }

    @Test
    @InjectMojo(goal = "verify")
    @MojoParameter(name = "skip", value = "true")
    @MojoParameter(name = "outputDirectory", value = DIRECTORY + "/out")
    void skipped(VerifyMojo mojo) throws Exception {
        mojo.execute();
        assertFalse(Files.exists(directory.resolve("out/app-diversified-verification.json")));
    }

    private Verification verification() throws IOException {
        return new VerificationFile()
                .read(directory.resolve("out/app-diversified-verification.json"))
                .orElseThrow();
    }

    private static String failureOf(VerifyMojo mojo) {
        return assertThrows(MojoFailureException.class, mojo::execute).getMessage();
    }
}
