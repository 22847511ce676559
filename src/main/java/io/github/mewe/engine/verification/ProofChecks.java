package io.github.mewe.engine.verification;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.UnusableLibraryException;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Proves variants if a solver is available, after derivations and executions. */
final class ProofChecks {
    private static final String DIVERGENT = "divergent";

    private final int threads;

    ProofChecks(int threads) {
        this.threads = threads;
    }

    /**
     * Marks the variants that can be proved. Skips those that are proved by their derivations.
     *
     * @param input the module that the binary was made from, which must stay open
     * @param findings the results of derivations and executions, which take precedence over those of the solver
     * @param deadline no proof starts after it
     * @return the same findings if there is no solver, or no time
     * @throws EnvironmentException if the solver does not work on this platform
     */
    VariantFindings prove(
            VerificationSubject subject,
            BinaryenModule input,
            VariantFindings findings,
            Deadline deadline,
            VerificationProgress progress) {
        if (!ModuleProofs.arePossible() || deadline.isOver()) {
            return findings;
        }
        // The solver compares stack pointers, which differ in hardened bodies.
        Set<Integer> hardened = subject.manifest().hardenedBodies().stream()
                .map(Manifest.HardenedBody::index)
                .collect(Collectors.toSet());
        Set<Integer> open = new HashSet<>();
        for (Verification.Function function : findings.functions()) {
            function.variants().stream()
                    .filter(variant -> variant.by() == null && !hardened.contains(variant.index()))
                    .forEach(variant -> open.add(variant.index()));
        }
        try {
            Map<Integer, Proof> proofs = new HashMap<>();
            List<VariantProof> all = new ModuleProofs(ProofLimits.DEFAULT, threads)
                    .prove(
                            input,
                            subject.binary(),
                            subject.manifest(),
                            variant -> open.contains(variant.index()),
                            Instant.now().plus(deadline.left()),
                            done -> progress.done("proofs attempted", done, open.size()));
            all.forEach(proof -> proofs.put(proof.variant(), proof.proof()));
            return marked(findings, proofs);
        } catch (IllegalArgumentException e) {
            throw new VerificationException(e.getMessage());
        } catch (UnusableLibraryException e) {
            throw new EnvironmentException(
                    e.getMessage() + ". Remove it from the plugin's <dependencies> to verify variants by execution"
                            + " only",
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

    /** A counterexample that no execution confirms may be impossible, so it is not a divergence. */
    private static Verification.Variant marked(Verification.Variant variant, Proof proof) {
        if (variant.status().equals(DIVERGENT)) {
            return variant;
        }
        if (proof instanceof Proof.Proved) {
            return variant.proved(Verification.Variant.SOLVER);
        }
        if (proof instanceof Proof.Refuted refuted) {
            String note = "not proved: the solver found a counterexample that no execution confirmed: the variant "
                    + refuted.counterexample().variant() + ", the original "
                    + refuted.counterexample().original();
            return variant.with(variant.status(), variant.reason() == null ? note : variant.reason() + "; " + note);
        }
        return variant;
    }
}
