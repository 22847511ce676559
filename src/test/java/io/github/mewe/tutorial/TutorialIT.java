package io.github.mewe.tutorial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Follows each tutorial in an empty directory: writes its files, runs its commands with this machine's Maven and Node,
 * and compares their output with the page. The plugin comes from the repository into which the build installed it.
 */
@EnabledIfSystemProperty(named = "mewe.matrix", matches = "true", disabledReason = "runs in the profile matrix only")
class TutorialIT {
    private static final Path BASE =
            Path.of(System.getProperty("project.basedir", ".")).toAbsolutePath();
    private static final Path TARGET =
            Path.of(System.getProperty("project.build.directory", "target")).toAbsolutePath();
    private static final Pattern PACKAGE =
            Pattern.compile("(?m)^(?:tool \\S+|library|command -v .*\\|\\| tool \\S+) (\\S+)$");
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>mewe-maven-plugin</artifactId>\\s*<version>(.*?)</version>");
    private static final int MINUTES = 10;

    static List<Tutorial> tutorials() throws IOException {
        String one = System.getProperty("mewe.tutorial");
        return Tutorial.all(BASE.resolve("docs/guides")).stream()
                .filter(tutorial -> one == null || tutorial.name().equals(one))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tutorials")
    void commandsPrintWhatThePageShows(Tutorial tutorial) throws Exception {
        Path directory = emptyDirectory(tutorial.name());
        String printed = "";
        Instant begin = Instant.now();
        for (TutorialStep step : tutorial.steps()) {
            if (step instanceof TutorialStep.Install install) {
                assertEquals(
                        List.of(), notInstalled(install.packages()), "packages that src/it/setup.sh does not install");
            } else if (step instanceof TutorialStep.Write file) {
                write(directory, file);
            } else if (step instanceof TutorialStep.Run run) {
                printed = run(directory, run.commands());
            } else if (step instanceof TutorialStep.Prints prints) {
                Optional<String> missing = prints.output().missingIn(printed);
                assertTrue(
                        missing.isEmpty(),
                        "commands of " + tutorial.name() + " do not print: " + missing.orElse("") + "\n" + printed);
            }
        }
        System.out.println("Tutorial " + tutorial.name() + ": "
                + Duration.between(begin, Instant.now()).toSeconds() + " s");
    }

    /** Puts Maven's options into the parent directory, so that the page's commands run unchanged. */
    private static Path emptyDirectory(String name) throws IOException {
        Path all = TARGET.resolve("tutorials");
        Path settings = all.resolve(".mvn/settings.xml");
        Files.createDirectories(settings.getParent());
        Path central = Path.of(System.getProperty("mewe.matrix.central"));
        Files.writeString(
                settings,
                Files.readString(BASE.resolve("src/it/settings.xml"))
                        .replace("@localRepositoryUrl@", central.toUri().toString()));
        Files.write(
                all.resolve(".mvn/maven.config"),
                List.of(
                        "-B",
                        "-ntp",
                        "-s",
                        settings.toString(),
                        "-Dmaven.repo.local=" + System.getProperty("mewe.matrix.repository")));
        Path directory = all.resolve(name);
        FileUtils.deleteDirectory(directory.toFile());
        return Files.createDirectory(directory);
    }

    private static List<String> notInstalled(List<String> packages) throws IOException {
        Set<String> installed = PACKAGE.matcher(Files.readString(BASE.resolve("src/it/setup.sh")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        return packages.stream().filter(name -> !installed.contains(name)).toList();
    }

    private static void write(Path directory, TutorialStep.Write file) throws IOException {
        for (MatchResult plugin : VERSION.matcher(file.text()).results().toList()) {
            assertEquals(
                    System.getProperty("project.version"), plugin.group(1), "the plugin's version in " + file.path());
        }
        Path path = directory.resolve(file.path());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.text());
    }

    private static String run(Path directory, String commands) throws IOException, InterruptedException {
        Path output = directory.resolveSibling(directory.getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_") || name.startsWith("M2_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Maven 3.9.10 and later set the first option themselves. The second saves compilation in short runs.
        builder.environment().put("MAVEN_OPTS", "--enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1");
        Process process = builder.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertTrue(ended && process.exitValue() == 0, () -> commands + "\n" + printed);
        return printed;
    }
}
