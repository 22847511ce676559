package io.github.mewe.engine.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Verification;
import io.github.mewe.variant.VariantBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTimeTest {
    private static final byte[] MODULE = WatModule.assemble("""
            (module
              (memory (export "memory") 1)
              (func (export "mix") (param $a i32) (param $b i32) (result i32)
                (i32.store (i32.const 64) (i32.sub (local.get $a) (local.get $b)))
                (i32.add
                  (i32.xor (i32.mul (local.get $a) (i32.const 31)) (i32.const 1234567))
                  (i32.or (i32.load (i32.const 64)) (i32.sub (local.get $b) (i32.const 77))))))
            """);

    @TempDir
    private Path directory;

    private Verification verified(Duration time) {
        var diversification = new DiversificationRequest(
                new VariantBudget(4, 100, 50, Optional.empty()),
                Optional.of("seed"),
                NameFilter.all(),
                List.of(),
                RandomnessSource.EXPORT);
        DiversificationResult made = new Diversifier(1, directory)
                .diversify("in.wasm", MODULE, "out.wasm", diversification, Progress.SILENT);
        var request = new VerificationRequest(
                64, 1, 1, time, Optional.of("7"), ConfiguredRuns.of(new RunPlan(Optional.empty(), List.of())));
        Verification verification = new Verifier(1, directory)
                .verify(MODULE, made.binary(), made.manifest(), request, VerificationProgress.SILENT)
                .verification();
        assertEquals(made.manifest().totals().variants(), verification.totals().variants());
        return verification;
    }

    private static List<Verification.Variant> variants(Verification verification) {
        List<Verification.Variant> variants = verification.functions().stream()
                .flatMap(function -> function.variants().stream())
                .toList();
        assertFalse(variants.isEmpty());
        return variants;
    }

    @Test
    void variantsThatTheTimeLimitCutsOffAreListedWithTheReason() {
        Verification verification = verified(Duration.ZERO);
        for (Verification.Variant variant : variants(verification)) {
            assertEquals("not-executed", variant.status());
            assertTrue(variant.reason().startsWith(Deadline.OVER), variant::reason);
        }
        assertEquals(0, verification.totals().reached());
    }

    @Test
    void allVariantsAreVerifiedWithinEnoughTime() {
        Verification verification = verified(Duration.ofMinutes(10));
        variants(verification).forEach(variant -> assertEquals(Verification.Variant.PROVED, variant.status()));
        assertEquals(1, verification.totals().reached());
    }
}
