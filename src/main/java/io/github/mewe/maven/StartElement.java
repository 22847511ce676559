package io.github.mewe.maven;

import io.github.mewe.execution.ProgramInput;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoFailureException;

/** The element {@code <start>}. */
public final class StartElement {
    private List<String> arguments = List.of();
    private File stdin;
    private Map<String, String> environment = Map.of();
    private File directory;

    ProgramInput resolve() throws MojoFailureException {
        // Maven passes null for an empty element.
        List<String> given =
                arguments.stream().map(text -> text == null ? "" : text).toList();
        Map<String, String> variables = environment.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue() == null ? "" : e.getValue()));
        return new ProgramInput(given, input(), variables, files());
    }

    private byte[] input() throws MojoFailureException {
        if (stdin == null) {
            return new byte[0];
        }
        try {
            return Files.readAllBytes(stdin.toPath());
        } catch (IOException e) {
            throw new MojoFailureException(
                    "cannot read <start><stdin> " + stdin + ": " + e + ". Check the path and its permissions", e);
        }
    }

    /** The contents of the files below {@code <directory>}, by their relative paths. */
    private Map<String, byte[]> files() throws MojoFailureException {
        if (directory == null) {
            return Map.of();
        }
        if (!directory.isDirectory()) {
            throw new MojoFailureException("<start><directory> is " + directory + "; it must be a directory");
        }
        Path root = directory.toPath();
        var files = new TreeMap<String, byte[]>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
            }
        } catch (IOException e) {
            throw new MojoFailureException(
                    "cannot read <start><directory> " + directory + ": " + e + ". Check its permissions", e);
        }
        return files;
    }
}
