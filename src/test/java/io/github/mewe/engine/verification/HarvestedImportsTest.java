package io.github.mewe.engine.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.equivalence.isolation.IsolatedComparison;
import io.github.mewe.equivalence.isolation.IsolatedVariant;
import io.github.mewe.equivalence.isolation.IsolationSettings;
import io.github.mewe.equivalence.validation.ModuleProofs;
import io.github.mewe.equivalence.validation.Proof;
import io.github.mewe.equivalence.validation.ProofLimits;
import io.github.mewe.equivalence.validation.VariantProof;
import io.github.mewe.fixture.JsonSchema;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.ManifestFile;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a binary that harvests imports, calls of a wrapper count as calls of the import. */
class HarvestedImportsTest {
    private static final byte[] MODULE = WatModule.assemble("""
            (module
              (import "env" "log" (func $log (param i32)))
              (import "env" "clock" (func $clock (param i32) (result i32)))
              (memory (export "memory") 1)
              (func $mix (export "mix") (param $a i32) (param $b i32) (result i32)
                (local $t i32)
                (local.set $t (call $clock (i32.mul (local.get $a) (i32.const 31))))
                (call $log (i32.xor (local.get $t) (local.get $b)))
                (i32.store offset=16 (i32.and (local.get $b) (i32.const 255)) (local.get $t))
                (i32.add
                  (i32.xor (local.get $t) (call $clock (local.get $b)))
                  (i32.shr_u (i32.sub (local.get $b) (i32.const 77)) (i32.const 3)))))
            """);

    @TempDir
    private Path directory;

    private DiversificationResult diversified(RandomnessSource source) {
        var request = new DiversificationRequest(
                new VariantBudget(4, 100, 1000, Optional.empty()),
                Optional.of("seed"),
                NameFilter.all(),
                List.of(),
                source);
        return new Diversifier(1, directory).diversify("in.wasm", MODULE, "out.wasm", request, Progress.SILENT);
    }

    @Test
    void theManifestListsThem() throws IOException {
        DiversificationResult result = diversified(RandomnessSource.EXPORT);
        Manifest.Seeding seeding = result.manifest().seeding();
        assertEquals(1, seeding.harvested().size());
        Manifest.Harvested clock = seeding.harvested().get(0);
        assertEquals(
                "env clock result 1", clock.module() + " " + clock.name() + " " + clock.part() + " " + clock.index());
        try (BinaryenModule binary = BinaryenModule.open(result.binary())) {
            String wrapper = binary.functions().get(clock.wrapperIndex()).name();
            assertEquals("clock", binary.directCallees(wrapper).get(0));
        }
        assertNull(seeding.notHarvested());
        assertTrue(seeding.otherwise().contains("can be guessed"), seeding.otherwise());
        String json = new ManifestFile().format(result.manifest());
        assertEquals(List.of(), JsonSchema.of("manifest.schema.json").violations(json));
        assertNull(diversified(RandomnessSource.FIXED).manifest().seeding().harvested());
    }

    @Test
    void theBuildProvesAsManyVariantsAsWithoutHarvesting() {
        Manifest.Totals harvesting =
                diversified(RandomnessSource.EXPORT).manifest().totals();
        assertEquals(diversified(RandomnessSource.FIXED).manifest().totals(), harvesting);
        assertTrue(harvesting.proved() > 0, harvesting.toString());
    }

    @Test
    void theSolverProvesVariants() {
        DiversificationResult result = diversified(RandomnessSource.EXPORT);
        List<VariantProof> proofs = new ModuleProofs(ProofLimits.DEFAULT, 1)
                .prove(MODULE, result.binary(), result.manifest(), Instant.MAX, done -> {});
        assertTrue(proofs.stream().anyMatch(proof -> proof.proof() instanceof Proof.Proved), proofs.toString());
        assertFalse(proofs.stream().anyMatch(proof -> proof.proof() instanceof Proof.Refuted), proofs.toString());
    }

    @Test
    void everyVariantIsExecutedWithoutADivergence() {
        DiversificationResult result = diversified(RandomnessSource.EXPORT);
        List<IsolatedVariant> executed = new IsolatedComparison(
                        MODULE, result.binary(), result.manifest(), IsolationSettings.defaults(1, 1))
                .run();
        assertEquals(result.manifest().totals().variants(), executed.size());
        assertTrue(
                executed.stream().allMatch(variant -> variant.verdict().status().equals(IsolatedVariant.EXECUTED)),
                executed.toString());
    }
}
