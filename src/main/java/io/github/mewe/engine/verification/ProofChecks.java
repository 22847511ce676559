package io.github.mewe.engine.verification;

import io.github.mewe.engine.EnvironmentException;
import io.github.mewe.engine.VerificationException;
import io.github.mewe.equivalence.validation.ModuleProofs;
import io.github.mewe.equivalence.validation.Proof;
import io.github.mewe.equivalence.validation.ProofLimits;
import io.github.mewe.equivalence.validation.VariantProof;
import io.github.mewe.report.Manifest;
import io.github.mewe.report.Verification;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Proves variants where there is a solver, after what others have found out about them. */
final class ProofChecks {
    private static final String DIVERGENT = "divergent";
    private static final String PROVED = "proved";

    private final int threads;

    /**
     * Checks.
     *
     * @param threads how many threads prove
     */
    ProofChecks(int threads) {
        this.threads = threads;
    }

    /**
     * Marks what is proved.
     *
     * @param findings what executions have shown; that goes before what a proof says
     * @param deadline when no further proof is begun
     * @return the same where there is no solver
     * @throws EnvironmentException if there is a solver that does not work here
     */
    VariantFindings prove(
            byte[] input,
            byte[] binary,
            Manifest manifest,
            VariantFindings findings,
            Deadline deadline,
            VerificationProgress progress) {
        if (!ModuleProofs.arePossible()) {
            return findings;
        }
        int total = manifest.totals().variants();
        try {
            Map<Integer, Proof> proofs = new HashMap<>();
            List<VariantProof> all = new ModuleProofs(ProofLimits.DEFAULT, threads)
                    .prove(
                            input,
                            binary,
                            manifest,
                            Instant.now().plus(deadline.left()),
                            done -> progress.done("variants to prove", done, total));
            all.forEach(proof -> proofs.put(proof.variant(), proof.proof()));
            return marked(findings, proofs);
        } catch (IllegalArgumentException e) {
            throw new VerificationException(e.getMessage());
        } catch (LinkageError e) {
            throw new EnvironmentException(
                    "the solver that is among the plugin's dependencies does not work on this platform: "
                            + e.getMessage() + ". Leave it out: variants are then executed only",
                    e);
        }
    }

    private static VariantFindings marked(VariantFindings findings, Map<Integer, Proof> proofs) {
        List<Verification.Function> functions = findings.functions().stream()
                .map(function -> new Verification.Function(
                        function.name(),
                        function.index(),
                        function.variants().stream()
                                .map(variant -> marked(variant, proofs.get(variant.index())))
                                .toList()))
                .toList();
        return new VariantFindings(functions, findings.reached(), findings.divergences(), findings.testCases());
    }

    /** A case that only the solver knows of may be impossible, so that it is no divergence. */
    private static Verification.Variant marked(Verification.Variant variant, Proof proof) {
        if (variant.status().equals(DIVERGENT)) {
            return variant;
        }
        if (proof instanceof Proof.Proved) {
            return new Verification.Variant(
                    variant.index(), variant.name(), PROVED, variant.inputs(), variant.reached(), null);
        }
        if (proof instanceof Proof.Refuted refuted) {
            String note = "not proved: the solver supposes a case that no execution has shown: it "
                    + refuted.counterexample().variant() + " where the original "
                    + refuted.counterexample().original();
            return new Verification.Variant(
                    variant.index(),
                    variant.name(),
                    variant.status(),
                    variant.inputs(),
                    variant.reached(),
                    variant.reason() == null ? note : variant.reason() + "; " + note);
        }
        return variant;
    }
}
