package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Lets the host override choices: {@code mewe_force(dispatcher, variant)} makes a dispatcher choose the variant from
 * then on. A negative variant removes the override. The call traps if the dispatcher or variant does not exist.
 */
final class ChoiceForcing {
    /** The export's name. */
    static final String EXPORT = "mewe_force";

    private static final String FUNCTION = "mewe.force";
    private static final Signature SIGNATURE = new Signature(List.of(ValueType.I32, ValueType.I32), ValueType.NONE);
    private static final Expr DISPATCHER = new LocalGet(0, ValueType.I32);
    private static final Expr VARIANT = new LocalGet(1, ValueType.I32);

    /** Engines limit the size of a function, so the dispatchers of a large module need several. */
    private static final int MAX_DISPATCHERS_PER_FUNCTION = 512;

    private final BinaryenModule module;
    private final List<Target> targets = new ArrayList<>();

    private record Target(String global, Dispatcher dispatcher) {}

    /**
     * Prepares the export.
     *
     * @param module the module
     * @param source its randomness source
     * @param again true if the module was multivariant before and may already have the export
     * @throws LinkException if the module has the export already, or the source does not allow it
     */
    ChoiceForcing(BinaryenModule module, RandomnessSource source, boolean again) {
        this.module = module;
        if (source != RandomnessSource.EXPORT && source != RandomnessSource.FIXED) {
            throw new LinkException("<debug> (mewe.debug) does not work with the randomness source '"
                    + source.configurationName() + "'. Set <randomness> (mewe.randomness) to 'export' or 'fixed', or"
                    + " remove <debug>");
        }
        if (module.exports().has(EXPORT)) {
            throw new LinkException("<debug> (mewe.debug) adds the export " + EXPORT
                    + ", but the module already has an export of that name. Remove <debug>, or "
                    + (again ? "diversify the original module instead" : "rename the module's export"));
        }
    }

    /**
     * Registers the next dispatcher.
     *
     * @param global its global
     * @param dispatcher the dispatcher
     */
    void add(String global, Dispatcher dispatcher) {
        targets.add(new Target(global, dispatcher));
    }

    /** Adds and exports the function. */
    void addFunction() {
        String name = module.uniqueNames().function(FUNCTION);
        int parts = (targets.size() - 1) / MAX_DISPATCHERS_PER_FUNCTION + 1;
        addFunction(name, parts == 1 ? part(0) : search(0, parts, MAX_DISPATCHERS_PER_FUNCTION, this::callOfPart));
        module.exports().addFunction(name, EXPORT);
    }

    private void addFunction(String name, Expr root) {
        module.addFunction(new FunctionBody(name, SIGNATURE, List.of(), root), true);
    }

    private Expr callOfPart(int part) {
        String name = module.uniqueNames().function(FUNCTION + "." + part);
        addFunction(name, part(part));
        return new Call(name, List.of(DISPATCHER, VARIANT), false, ValueType.NONE);
    }

    private Expr part(int part) {
        int start = part * MAX_DISPATCHERS_PER_FUNCTION;
        return search(start, Math.min(start + MAX_DISPATCHERS_PER_FUNCTION, targets.size()), 1, this::set);
    }

    /** Builds a binary search, since engines limit the size of a {@code br_table}. */
    private static Expr search(int from, int to, int step, IntFunction<Expr> leaf) {
        if (to - from == 1) {
            return leaf.apply(from);
        }
        int middle = (from + to) >>> 1;
        Expr isLower = IntBinary.of(BinaryOperator.LT_U, ValueType.I32, DISPATCHER, Const.i32(middle * step));
        return new If(isLower, search(from, middle, step, leaf), search(middle, to, step, leaf), ValueType.NONE);
    }

    private Expr set(int dispatcher) {
        Target target = targets.get(dispatcher);
        Expr isOther = IntBinary.of(BinaryOperator.NE, ValueType.I32, DISPATCHER, Const.i32(dispatcher));
        int first = target.dispatcher().firstBody();
        int last = first + target.dispatcher().bodies().size() - 1;
        Expr isTooHigh = IntBinary.of(BinaryOperator.GT_S, ValueType.I32, VARIANT, Const.i32(last));
        Expr refused = IntBinary.of(BinaryOperator.OR, ValueType.I32, isOther, isTooHigh);
        if (first > 0) {
            // The original is not one of the bodies.
            Expr isOriginal = IntUnary.of(UnaryOperator.EQZ, ValueType.I32, VARIANT);
            refused = IntBinary.of(BinaryOperator.OR, ValueType.I32, refused, isOriginal);
        }
        Expr isFreed = IntBinary.of(BinaryOperator.LT_S, ValueType.I32, VARIANT, Const.i32(0));
        Expr forced =
                IntBinary.of(BinaryOperator.SUB, ValueType.I32, Const.i32(DispatcherBuilder.FORCED + first), VARIANT);
        Expr value = new If(isFreed, Const.i32(DispatcherBuilder.NO_CHOICE), forced, ValueType.I32);
        return new Block(
                null,
                List.of(
                        new If(refused, new Unreachable(), null, ValueType.NONE),
                        new GlobalSet(target.global(), value)),
                ValueType.NONE);
    }
}
