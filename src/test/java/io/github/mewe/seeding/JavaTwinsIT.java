package io.github.mewe.seeding;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.HardeningOptions;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.ClangModule;
import io.github.mewe.harden.HardeningMeasure;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the class for twins that users copy from src/it/jvm-host, with a hardened module. */
class JavaTwinsIT {
    private static final Path BASE =
            Path.of(System.getProperty("project.basedir", ".")).toAbsolutePath();
    private static final Path SCRIPTS = BASE.resolve("src/test/loader");

    @TempDir
    private Path directory;

    @Test
    void twinsRunAsOneInstance() throws Exception {
        var request = new DiversificationRequest(
                        new VariantBudget(4, 20, 1.3, Optional.empty()),
                        Optional.of("twins"),
                        NameFilter.all(),
                        List.of(),
                        RandomnessSource.EXPORT)
                .with(HardeningOptions.of(Set.of(HardeningMeasure.FRAMES)));
        byte[] hardened = new Diversifier(1, directory)
                .diversify(
                        "twins.wasm",
                        ClangModule.reactor(SCRIPTS.resolve("twins.c")),
                        "hardened.wasm",
                        request,
                        Progress.SILENT)
                .binary();
        Path binary = Files.write(directory.resolve("twins.wasm"), hardened);
        compile(
                BASE.resolve("src/it/jvm-host/host/src/main/java/com/example/tokens/Twins.java"),
                SCRIPTS.resolve("TwinsCalls.java"));
        try (var loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            loader.loadClass("TwinsCalls").getMethod("main", String[].class).invoke(null, (Object)
                    new String[] {binary.toString()});
        }
    }

    private void compile(Path... sources) {
        var messages = new StringWriter();
        List<String> options = List.of(
                "-d",
                directory.toString(),
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "--release",
                "17");
        var compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, null, null);
        assertTrue(
                compiler.getTask(messages, null, null, options, null, files.getJavaFileObjects(sources))
                        .call(),
                messages::toString);
    }
}
