package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.common.Resources;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BinaryReader;
import io.github.mewe.wasm.EngineLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A module at a limit of engines: its variants must not exceed the limit. */
class EngineLimitsTest {
    @TempDir
    private Path directory;

    /** The first function has one parameter and 49,999 locals. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "4"})
    void noVariantHasMoreLocalsThanEnginesAccept(String seed) {
        byte[] input = Resources.bytes(EngineLimitsTest.class, "/io/github/mewe/cases/loc.wasm");
        var request = new DiversificationRequest(
                new VariantBudget(4, 1000, 1.3, Optional.empty()),
                Optional.of(seed),
                NameFilter.all(),
                List.of("structure", "optimize", "memory", "synthesis", "rewrite"),
                RandomnessSource.EXPORT);
        DiversificationResult result =
                new Diversifier(2, directory).diversify("loc.wasm", input, "out.wasm", request, (done, total) -> {});

        BinaryLayout layout = BinaryLayout.of(result.binary());
        for (BinaryLayout.Body body : layout.bodies()) {
            long locals = 1 + declaredLocals(result.binary(), body);
            assertTrue(locals <= EngineLimit.LOCALS.max(), () -> locals + " parameters and locals with seed " + seed);
        }
        Manifest.Function full = result.manifest().functions().get(0);
        assertEquals(List.of(), full.variants());
        assertTrue(full.reason().startsWith("over a limit of engines"), full::reason);
    }

    private static long declaredLocals(byte[] binary, BinaryLayout.Body body) {
        var reader = new BinaryReader(binary, body.start(), body.end());
        long locals = 0;
        for (int groups = reader.count(); groups > 0; groups--) {
            locals += reader.u32();
            reader.valueType();
        }
        return locals;
    }
}
