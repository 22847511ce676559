package io.github.mewe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mewe.common.Sha256;
import io.github.mewe.maven.it.Build;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs those projects in {@code src/it} whose {@code invoker.properties} say {@code matrix = true} on each supported
 * Maven and JDK: each must succeed without a warning and make the same bytes. A JDK that is not found is skipped; the
 * system property {@code mewe.jdk25} (17, ...) names its home.
 */
@EnabledIfSystemProperty(named = "mewe.matrix", matches = "true", disabledReason = "runs in the profile matrix only")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MavenMatrixIT {

    private static final List<Integer> JDKS = List.of(17, 25);

    /**
     * Maven's own warnings: about its old Guava on a new JDK, and about a repository without a list of prefixes. The
     * plugin is responsible for all others.
     */
    private static final List<String> NOT_OURS = List.of("sun.misc.Unsafe", "com.google.common", "/.meta/prefixes.txt");

    private final Path basedir = Path.of(System.getProperty("project.basedir"));
    private final Path target = Path.of(System.getProperty("project.build.directory"));

    /** The output hashes of the first cell of the matrix, by project. */
    private final Map<String, Map<String, String>> outputs = new ConcurrentHashMap<>();

    @ParameterizedTest(name = "{0}: {1}, JDK {2}")
    @MethodSource
    void worksOnEveryMavenAndJdk(String project, String maven, int jdk) throws Exception {
        Optional<Path> jdkHome = jdkHome(jdk);
        assumeTrue(jdkHome.isPresent(), () -> "no JDK " + jdk + " here; -Dmewe.jdk" + jdk + "=HOME names one");
        Path directory = target.resolve("matrix").resolve(maven + "-jdk-" + jdk).resolve(project);
        copyInterpolated(basedir.resolve("src/it").resolve(project), directory);
        // Maven 4 requires it in the root directory.
        Files.createDirectories(directory.resolve(".mvn"));

        String log = build(directory, target.resolve("mavens").resolve(maven), jdkHome.get());

        assertEquals(
                List.of(),
                log.lines()
                        .filter(MavenMatrixIT::isWarning)
                        .filter(line -> !Build.isAboutSeeding(line))
                        .toList(),
                directory.toString());
        Map<String, String> made = outputs(directory);
        assertFalse(made.isEmpty(), "no output in " + directory);
        Map<String, String> first = outputs.putIfAbsent(project, made);
        assertEquals(Objects.requireNonNullElse(first, made), made, "not the bytes of the first cell: " + directory);
    }

    Stream<Arguments> worksOnEveryMavenAndJdk() throws IOException {
        List<Path> projects = directoriesIn(basedir.resolve("src/it")).stream()
                .filter(project -> "true".equals(invokerProperties(project).getProperty("matrix")))
                .toList();
        return projects.stream()
                .flatMap(project -> mavens().stream()
                        .flatMap(maven -> JDKS.stream().map(jdk -> Arguments.of(fileName(project), maven, jdk))));
    }

    private List<String> mavens() {
        return directoriesIn(target.resolve("mavens")).stream()
                .map(MavenMatrixIT::fileName)
                .toList();
    }

    private String build(Path project, Path maven, Path jdk) throws IOException, InterruptedException {
        Properties invoker = invokerProperties(project);
        Path settings = project.resolve("matrix-settings.xml");
        Files.writeString(settings, interpolated(basedir.resolve("src/it/settings.xml")));
        List<String> command = new ArrayList<>(List.of(maven.resolve("bin/mvn").toString(), "-B", "-s"));
        command.add(settings.toString());
        command.add("-Dmaven.repo.local=" + System.getProperty("mewe.matrix.repository"));
        command.addAll(Arrays.asList(
                invoker.getProperty("invoker.goals", "verify").trim().split("\\s+")));
        Path log = project.resolve("build.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_") || name.startsWith("M2_"));
        builder.environment().put("JAVA_HOME", jdk.toString());
        // Maven's own script sets it from 3.9.10 on.
        builder.environment().put("MAVEN_OPTS", "--enable-native-access=ALL-UNNAMED");
        Process process = builder.start();
        process.getOutputStream().close();
        int exitCode = process.waitFor();
        String text = Files.readString(log);
        assertEquals(0, exitCode, text);
        return text;
    }

    private static boolean isWarning(String line) {
        return line.contains("WARN") && NOT_OURS.stream().noneMatch(line::contains);
    }

    private static Map<String, String> outputs(Path project) throws Exception {
        Map<String, String> outputs = new TreeMap<>();
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = project.relativize(file).toString();
                if (name.matches("(.*/)?target/mewe/.*\\.(wasm|json)")) {
                    outputs.put(name, Sha256.hex(Files.readAllBytes(file)));
                }
            }
        }
        return outputs;
    }

    // ------------------------------------------------------------------- the projects

    private static Properties invokerProperties(Path project) {
        Properties properties = new Properties();
        try {
            Path file = project.resolve("invoker.properties");
            properties.load(new StringReader(Files.exists(file) ? Files.readString(file) : ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static void copyInterpolated(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(file));
                if (fileName(file).equals("pom.xml")) {
                    Files.writeString(copy, interpolated(file));
                } else {
                    Files.write(copy, Files.readAllBytes(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Interpolates a file as maven-invoker-plugin does. */
    private static String interpolated(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8)
                .replace("@project.groupId@", "io.github.mewe")
                .replace("@project.artifactId@", "mewe-maven-plugin")
                .replace("@project.version@", System.getProperty("project.version"))
                .replace(
                        "@localRepositoryUrl@",
                        Path.of(System.getProperty("mewe.matrix.central"))
                                .toUri()
                                .toString());
    }

    // ------------------------------------------------------------------- the JDKs

    private static Optional<Path> jdkHome(int version) {
        Path own = Path.of(System.getProperty("java.home"));
        String named = System.getProperty("mewe.jdk" + version);
        Stream<Path> candidates = named != null
                ? Stream.of(Path.of(named))
                : Stream.concat(
                        Stream.of(own),
                        Stream.of(own.getParent(), Path.of("/usr/lib/jvm")).flatMap(p -> directoriesIn(p).stream()));
        return candidates.filter(home -> isJdk(home, version)).findFirst();
    }

    private static boolean isJdk(Path home, int version) {
        try {
            return Files.exists(home.resolve("bin/javac"))
                    && Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"" + version + ".");
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> directoriesIn(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String fileName(Path path) {
        return path.getFileName().toString();
    }
}
