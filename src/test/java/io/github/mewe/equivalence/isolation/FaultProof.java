package io.github.mewe.equivalence.isolation;

import io.github.mewe.common.DeepThread;
import io.github.mewe.equivalence.validation.ModuleContext;
import io.github.mewe.equivalence.validation.Proof;
import io.github.mewe.equivalence.validation.ProofLimits;
import io.github.mewe.equivalence.validation.VariantProver;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.Store;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Proves with the solver that a fault changes nothing. It tries the expression around the fault, and then larger and
 * larger parts of the body up to an iteration of the innermost loop, since the code before the fault may exclude values
 * and the code after it may ignore them. Shares no code with the check of derivations.
 */
final class FaultProof {
    private static final int MOST_NODES = 2_000;
    private static final ModuleContext NOTHING = new ModuleContext() {
        @Override
        public Optional<FunctionBody> body(String function) {
            return Optional.empty();
        }

        @Override
        public boolean isImmutable(String global) {
            return false;
        }
    };

    private final FaultSite site;
    private final VariantProver prover = new VariantProver(NOTHING, ProofLimits.DEFAULT);

    FaultProof(FaultSite site) {
        this.site = site;
    }

    boolean changesNothing() {
        return DeepThread.call(() -> {
            var bounds = new LocalBounds(site.body());
            return bounds.isDead(site.nodes())
                    || LocalLiveness.isKnown(site.body())
                            && LocalLiveness.isKnown(site.changedBody())
                            && isEquivalentInRegion(FaultRegion.Facts.of(site, bounds));
        });
    }

    private boolean isEquivalentInRegion(FaultRegion.Facts facts) {
        List<Expr> nodes = site.nodes();
        int operation = outermostOperation();
        for (int i = operation; i < nodes.size(); i++) {
            Expr node = nodes.get(i);
            if (ExprWalk.count(node, any -> true) > MOST_NODES) {
                return false;
            }
            boolean isLast = i + 1 == nodes.size();
            Loop loop = !isLast && nodes.get(i + 1) instanceof Loop around ? around : null;
            boolean isTried = i == operation || node instanceof Block || node instanceof If || isLast || loop != null;
            if (isTried && isProved(facts, i, FaultRegion::functions)) {
                return true;
            }
            if (loop != null && RegionTerms.isRepeated(loop)) {
                return isProved(facts, i, region -> region.twice(loop));
            }
        }
        return false;
    }

    private boolean isProved(
            FaultRegion.Facts facts, int height, Function<FaultRegion, FaultRegion.Functions> compared) {
        boolean divides = ExprWalk.any(site.nodes().get(height), RegionTerms::isDivision);
        return divides && isProved(compared.apply(new FaultRegion(facts, height, false)))
                || isProved(compared.apply(new FaultRegion(facts, height, true)));
    }

    private boolean isProved(FaultRegion.Functions functions) {
        return prover.prove(functions.before(), functions.after(), List.of()) instanceof Proof.Proved;
    }

    /** The height of the largest expression around the fault that only computes. */
    private int outermostOperation() {
        int top = 0;
        while (top + 1 < site.nodes().size() && onlyComputes(site.nodes().get(top + 1))) {
            top++;
        }
        return top;
    }

    private static boolean onlyComputes(Expr expr) {
        return expr instanceof IntBinary
                || expr instanceof IntUnary
                || expr instanceof Numeric
                || expr instanceof Load
                || expr instanceof Select
                || expr instanceof Store;
    }
}
