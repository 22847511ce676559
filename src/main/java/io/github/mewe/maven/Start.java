package io.github.mewe.maven;

import io.github.mewe.engine.ProfileRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;

/** The element {@code <start>}. */
public final class Start {
    private List<String> arguments = List.of();
    private File stdin;
    private Map<String, String> environment = Map.of();

    ProfileRun.Start resolve() throws MojoFailureException {
        // Maven gives null for an element that is there and empty.
        List<String> given =
                arguments.stream().map(text -> text == null ? "" : text).toList();
        Map<String, String> variables = environment.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue() == null ? "" : e.getValue()));
        return new ProfileRun.Start(given, input(), variables);
    }

    private byte[] input() throws MojoFailureException {
        if (stdin == null) {
            return new byte[0];
        }
        try {
            return Files.readAllBytes(stdin.toPath());
        } catch (IOException e) {
            throw new MojoFailureException("<start><stdin> is " + stdin + ", which cannot be read: " + e, e);
        }
    }
}
