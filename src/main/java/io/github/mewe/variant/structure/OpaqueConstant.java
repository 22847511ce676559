package io.github.mewe.variant.structure;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.VariantRandom;
import java.util.List;
import java.util.Optional;

/**
 * Computes an integer constant from arbitrary data.
 *
 * <p>Soundness: an opaque predicate yields a 0 for all data (proved in the build). The 0 is the right operand of an
 * operation for which it is neutral, and the constant is the left operand. The added code is pure.
 */
final class OpaqueConstant implements Transformation {
    private static final List<BinaryOperator> NEUTRAL =
            List.of(BinaryOperator.ADD, BinaryOperator.SUB, BinaryOperator.XOR, BinaryOperator.OR, BinaryOperator.ROTL);
    private static final double SHARE = 0.15;
    private static final int ADDED = 8;

    @Override
    public String name() {
        return "opaque-constant";
    }

    @Override
    public boolean changesFrame() {
        return false;
    }

    @Override
    public Class<? extends Expr> siteKind() {
        return Const.class;
    }

    @Override
    public Optional<Outcome> apply(FunctionBody function, StrategyContext context) {
        OpaqueData data = new OpaqueData(function, context);
        if (!data.exists()) {
            return Optional.empty();
        }
        return ChangedSites.changeCheaply(
                        function,
                        context,
                        OpaqueConstant::isSite,
                        ADDED,
                        SHARE,
                        expr -> compute((Const) expr, data, context.random()))
                .map(sites -> sites.outcome(function));
    }

    static boolean isSite(Expr expr) {
        return expr instanceof Const constant && constant.type().isInteger();
    }

    /** The constant, computed from data. */
    static Expr compute(Const constant, OpaqueData data, VariantRandom random) {
        Expr zero = I32.widened(data.zero(constant), constant.type());
        return IntBinary.of(random.pick(NEUTRAL), constant.type(), constant, zero);
    }
}
