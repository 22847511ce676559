package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The discriminators of earlier linkings of a module. They are recognised by their code, not by their names, which may
 * be lost or belong to other code: a function that combines two global keys with the constants of SipHash (Aumasson and
 * Bernstein, 2012). Other users of SipHash have their keys in memory or in locals.
 */
final class EarlierDiscriminators {
    private static final Set<Long> SIP_HASH =
            Set.of(0x736f6d6570736575L, 0x646f72616e646f6dL, 0x6c7967656e657261L, 0x7465646279746573L);
    private static final int KEYS = 2;

    private final BinaryenModule module;
    private final Set<String> evaluators = new HashSet<>();
    private final Set<String> keys = new HashSet<>();

    private EarlierDiscriminators(BinaryenModule module) {
        this.module = module;
    }

    /**
     * Finds the discriminators of earlier linkings.
     *
     * @param module the module
     */
    static EarlierDiscriminators in(BinaryenModule module) {
        var found = new EarlierDiscriminators(module);
        for (String function : module.definedFunctions()) {
            if (mayEvaluate(module.signature(function))) {
                found.note(module.lift(function));
            }
        }
        return found;
    }

    /** Accepts a drawing function as well: an optimiser may have inlined the evaluation into it. */
    private static boolean mayEvaluate(Signature signature) {
        ValueType result = signature.result();
        return (signature.params().isEmpty() || signature.params().equals(List.of(ValueType.I32)))
                && (result.equals(ValueType.NONE) || result.isInteger());
    }

    private void note(FunctionBody body) {
        var constants = new HashSet<Long>();
        var globals = new HashSet<String>();
        ExprWalk.each(body.root(), expr -> {
            if (expr instanceof IntBinary mix && mix.operator() == BinaryOperator.XOR) {
                noteMix(mix.left(), mix.right(), constants, globals);
                noteMix(mix.right(), mix.left(), constants, globals);
            }
        });
        if (constants.equals(SIP_HASH) && globals.size() == KEYS) {
            evaluators.add(body.name());
            keys.addAll(globals);
        }
    }

    private static void noteMix(Expr key, Expr constant, Set<Long> constants, Set<String> globals) {
        if (key instanceof GlobalGet global && constant instanceof Const value && SIP_HASH.contains(value.bits())) {
            constants.add(value.bits());
            globals.add(global.name());
        }
    }

    /** Returns true if there are any. */
    boolean areThere() {
        return !evaluators.isEmpty();
    }

    /**
     * Returns true if a function seeds one of them.
     *
     * @param function a function of the module
     */
    boolean isSeededBy(String function) {
        if (!module.signature(function).equals(new Signature(List.of(ValueType.I64, ValueType.I64), ValueType.NONE))) {
            return false;
        }
        Set<String> defined = Set.copyOf(module.definedFunctions());
        // A dispatcher may stand in for the function. The walk stops at evaluators: the code that keys a discriminator
        // at its first draw is behind them.
        var seen = new HashSet<>(evaluators);
        var work = new ArrayDeque<String>();
        work.add(function);
        while (!work.isEmpty()) {
            String next = work.pop();
            if (!defined.contains(next) || !seen.add(next)) {
                continue;
            }
            List<String> callees = module.directCallees(next);
            // Code that sets a key to evaluated bits harvests results of imports.
            if (callees.stream().noneMatch(evaluators::contains)
                    && ExprWalk.any(
                            module.lift(next).root(),
                            expr -> expr instanceof GlobalSet set && keys.contains(set.name()))) {
                return true;
            }
            work.addAll(callees);
        }
        return false;
    }
}
