package io.github.mewe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that no two top-level types share a simple name, across all packages. */
class SimpleNamesTest {
    private static final List<Path> ROOTS =
            List.of(Path.of("src/main/java"), Path.of("src/test/java"), Path.of("src/bench/java"));

    @Test
    void noTwoTopLevelTypesShareASimpleName() throws IOException {
        Map<String, List<Path>> filesByName = new TreeMap<>();
        for (Path root : ROOTS) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(SimpleNamesTest::declaresType)
                        .forEach(file -> filesByName
                                .computeIfAbsent(file.getFileName().toString(), name -> new ArrayList<>())
                                .add(file));
            }
        }
        filesByName.values().removeIf(files -> files.size() == 1);

        assertEquals(Map.of(), filesByName);
    }

    private static boolean declaresType(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".java") && !name.equals("package-info.java");
    }
}
