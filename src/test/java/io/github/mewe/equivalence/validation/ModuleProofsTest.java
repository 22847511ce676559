package io.github.mewe.equivalence.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.DiversificationResult;
import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.NameFilter;
import io.github.mewe.engine.Progress;
import io.github.mewe.fixture.Modules;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.ValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModuleProofsTest {
    private static final ProofLimits PATIENT = ProofLimits.DEFAULT.withSolving(Duration.ofMinutes(1));
    private static final byte[] INPUT = Modules.sample();

    private static DiversificationResult diversified() {
        var request = new DiversificationRequest(
                new VariantBudget(4, 30, 3, Optional.empty()),
                Optional.of("proofs"),
                NameFilter.all(),
                List.of(),
                RandomnessSource.AUTO);
        return new Diversifier(2, Path.of("target")).diversify("in.wasm", INPUT, "out.wasm", request, Progress.SILENT);
    }

    private static List<VariantProof> proofs(byte[] output, Manifest manifest, Instant deadline) {
        return new ModuleProofs(PATIENT, 2).prove(INPUT, output, manifest, deadline, done -> {});
    }

    @Test
    void provesTheVariantsOfABinary() {
        DiversificationResult result = diversified();
        List<VariantProof> proofs = proofs(result.binary(), result.manifest(), Instant.MAX);
        assertEquals(result.manifest().totals().variants(), proofs.size());
        assertTrue(proofs.stream().noneMatch(proof -> proof.proof() instanceof Proof.Refuted), proofs::toString);
        long proved = proofs.stream()
                .filter(proof -> proof.proof() instanceof Proof.Proved)
                .count();
        assertTrue(proved >= 10, proofs::toString);
        assertTrue(
                proofs.stream()
                        .allMatch(proof -> proof.proof() instanceof Proof.Proved
                                || proof.proof().equals(new Proof.Unknown(VariantProver.LOOP))
                                || proof.proof()
                                        .equals(new Proof.Unknown("it has an instruction that proofs do not model"))),
                proofs::toString);
    }

    /** Gives each variant another result, or a trap if it has no result. */
    @Test
    void provesNoVariantThatWasChanged() {
        DiversificationResult result = diversified();
        List<VariantProof> proofs =
                proofs(withFaults(result.binary(), result.manifest()), result.manifest(), Instant.MAX);
        assertTrue(proofs.stream().noneMatch(proof -> proof.proof() instanceof Proof.Proved), proofs::toString);
        long refuted = proofs.stream()
                .filter(proof -> proof.proof() instanceof Proof.Refuted)
                .count();
        assertTrue(refuted >= 10, proofs::toString);
    }

    private static byte[] withFaults(byte[] binary, Manifest manifest) {
        try (BinaryenModule module = BinaryenModule.open(binary)) {
            for (Manifest.Function function : manifest.functions()) {
                for (Manifest.Variant variant : function.variants()) {
                    module.replaceBody(faulty(
                            module.lift(module.functions().get(variant.index()).name())));
                }
            }
            return module.write();
        }
    }

    private static FunctionBody faulty(FunctionBody body) {
        ValueType type = body.signature().result();
        if (!type.isInteger()) {
            return body.withRoot(new Unreachable());
        }
        Expr changed = ExprTransformer.bottomUp(
                body.root(), expr -> expr instanceof Return leave ? new Return(oneMore(leave.value(), type)) : expr);
        return body.withRoot(changed.isReachable() ? oneMore(changed, type) : changed);
    }

    private static Expr oneMore(Expr value, ValueType type) {
        return IntBinary.of(BinaryOperator.ADD, type, value, new Const(type, 1));
    }

    @Test
    void startsNoProofAfterTheDeadline() {
        DiversificationResult result = diversified();
        for (VariantProof proof : proofs(result.binary(), result.manifest(), Instant.MIN)) {
            assertEquals(new Proof.Unknown(ModuleProofs.TIME_OVER), proof.proof());
        }
    }

    @Test
    void rejectsModulesThatDoNotMatch() {
        DiversificationResult result = diversified();
        assertThrows(IllegalArgumentException.class, () -> proofs(INPUT, result.manifest(), Instant.MAX));
    }
}
