package io.github.mewe.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that no source outside this package uses the numbers of opcodes. */
class OpcodeNumbersTest {
    private static final Path SOURCES = Path.of("src/main/java/io/github/mewe");
    private static final Path OWN = SOURCES.resolve("wasm");

    /** Matches switches on hexadecimal numbers, calls of writers with them, and shifted prefixes. */
    private static final List<Pattern> NUMBERS = List.of(
            Pattern.compile("\\bcase\\s+0x\\p{XDigit}{2}\\b"),
            Pattern.compile("\\.u8\\(\\s*0x\\p{XDigit}{2}\\b"),
            Pattern.compile("\\bopcode\\w*(\\(\\))?\\s*[=<>!]=\\s*0x", Pattern.CASE_INSENSITIVE),
            Pattern.compile("\\b0x[fF][b-eB-E]\\s*<<"));

    @Test
    void onlyThisPackageKnowsTheNumbersOfOpcodes() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(SOURCES)) {
            files = all.filter(file -> file.toString().endsWith(".java") && !file.startsWith(OWN))
                    .sorted()
                    .toList();
        }
        var found = new ArrayList<String>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (NUMBERS.stream().anyMatch(number -> number.matcher(line).find())) {
                    found.add(file + ":" + (i + 1) + ": " + line.strip());
                }
            }
        }
        assertEquals(List.of(), found);
    }
}
