package io.github.mewe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.Modules;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Releases the plugin into a repository of files, and uses it from there with an empty local repository. */
@EnabledIfSystemProperty(named = "mewe.matrix", matches = "true", disabledReason = "runs in the profile matrix only")
class ReleaseIT {
    private static final Path BASE =
            Path.of(System.getProperty("project.basedir", ".")).toAbsolutePath();
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git");

    private final Path directory = Path.of(System.getProperty("project.build.directory"))
            .toAbsolutePath()
            .resolve("release");
    private final Path released = directory.resolve("repository");
    private final String version = System.getProperty("project.version");

    @Test
    void aBuildUsesTheReleasedPlugin() throws Exception {
        FileUtils.deleteDirectory(directory.toFile());
        Path checkout = copyOfSources();
        Path keys = keys();
        String release = run(
                checkout,
                Map.of("MAVEN_GPG_KEY", gpg(keys, "--armor", "--export-secret-keys")),
                List.of(
                        "mvn",
                        "-B",
                        "-ntp",
                        "-Prelease",
                        "-DskipTests",
                        "-Dmaven.install.skip=true",
                        "-DaltDeploymentRepository=released::" + released.toUri(),
                        "deploy"));
        assertTrue(release.contains("BUILD SUCCESS"), release);

        Path files = released.resolve("io/github/mewe/mewe-maven-plugin").resolve(version);
        for (String suffix : List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json", ".pom")) {
            Path file = files.resolve("mewe-maven-plugin-" + version + suffix);
            assertTrue(Files.size(file) > 0, file + " is empty");
            gpg(keys, "--verify", file + ".asc", file.toString());
        }

        Path consumer = consumer();
        Path local = directory.resolve("local");
        String used = run(
                consumer,
                Map.of(),
                List.of("mvn", "-B", "-ntp", "-s", settings().toString(), "-Dmaven.repo.local=" + local, "package"));
        assertTrue(Files.size(consumer.resolve("target/mewe/app-diversified.wasm")) > 0, used);
        Path origin = local.resolve("io/github/mewe/mewe-maven-plugin")
                .resolve(version)
                .resolve("_remote.repositories");
        String jar = "mewe-maven-plugin-" + version + ".jar>released=";
        assertTrue(Files.readString(origin).contains(jar), "the jar comes from another repository: " + origin);
    }

    private Path copyOfSources() throws IOException {
        Path checkout = directory.resolve("checkout");
        FileUtils.copyDirectory(
                BASE.toFile(),
                checkout.toFile(),
                file -> !(file.getParentFile().equals(BASE.toFile()) && NOT_SOURCES.contains(file.getName())));
        return checkout;
    }

    private Path keys() throws IOException, InterruptedException {
        Path keys = Files.createDirectories(directory.resolve("keys"));
        assertTrue(keys.toFile().setReadable(false, false) && keys.toFile().setReadable(true, true));
        gpg(keys, "--passphrase", "", "--quick-generate-key", "a test", "rsa3072", "sign", "never");
        return keys;
    }

    private String gpg(Path keys, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("gpg", "--homedir", keys.toString(), "--batch", "--quiet", "--pinentry-mode", "loopback"));
        command.addAll(List.of(arguments));
        return run(directory, Map.of(), command);
    }

    private Path consumer() throws IOException {
        Path consumer = Files.createDirectories(directory.resolve("consumer"));
        Path module = consumer.resolve("target/wasm/app.wasm");
        Files.createDirectories(module.getParent());
        Files.write(module, Modules.sample());
        Files.writeString(consumer.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>org.example</groupId>
                  <artifactId>app</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>io.github.mewe</groupId>
                        <artifactId>mewe-maven-plugin</artifactId>
                        <version>%s</version>
                        <executions>
                          <execution>
                            <goals>
                              <goal>diversify</goal>
                            </goals>
                          </execution>
                        </executions>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(version));
        return consumer;
    }

    /** The settings of the projects in {@code src/it}, with the repository of the release. */
    private Path settings() throws IOException {
        String central =
                Path.of(System.getProperty("mewe.matrix.central")).toUri().toString();
        String repository = "<pluginRepository><id>released</id><url>" + released.toUri() + "</url></pluginRepository>";
        return Files.writeString(
                directory.resolve("settings.xml"),
                Files.readString(BASE.resolve("src/it/settings.xml"))
                        .replace("@localRepositoryUrl@", central)
                        .replace("<pluginRepositories>", "<pluginRepositories>" + repository));
    }

    private static String run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        File log = File.createTempFile("release", ".log");
        try {
            var builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(log);
            builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
            builder.environment().putAll(environment);
            int exitCode = builder.start().waitFor();
            String text = Files.readString(log.toPath());
            assertEquals(0, exitCode, () -> String.join(" ", command) + "\n" + text);
            return text;
        } finally {
            Files.delete(log.toPath());
        }
    }
}
