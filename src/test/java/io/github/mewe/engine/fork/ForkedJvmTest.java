package io.github.mewe.engine.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForkedJvmTest {
    private static final String FAST_COMPILER_ONLY = "-XX:TieredStopAtLevel=1";

    @Test
    void onlyLargeInputsGetTheOptimizingCompiler() {
        assertTrue(command(1_000).contains(FAST_COMPILER_ONLY));
        assertFalse(command(50_000_000).contains(FAST_COMPILER_ONLY));
    }

    @Test
    void theUsersCollectorReplacesOurs() {
        assertTrue(command(1).contains("-XX:+UseParallelGC"));
        List<String> command = command(1, "-XX:+UseSerialGC");
        assertEquals(
                List.of("-XX:+UseSerialGC"),
                command.stream().filter(option -> option.endsWith("GC")).toList());
    }

    @Test
    void theUsersOptionsComeLast() {
        List<String> command = command(1, "-XX:TieredStopAtLevel=4");
        assertTrue(command.indexOf("-XX:TieredStopAtLevel=4") > command.indexOf(FAST_COMPILER_ONLY), command::toString);
        assertTrue(command.indexOf("-XX:TieredStopAtLevel=4") < command.indexOf("-cp"), command::toString);
    }

    @Test
    void theTemporaryDirectoryIsTheSame() {
        assertTrue(command(1).contains("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir")));
    }

    private static List<String> command(long largestInput, String... arguments) {
        return new ForkedJvm(largestInput, List.of(arguments))
                .command(List.of(Path.of("plugin.jar")), Optional.empty());
    }
}
