package io.github.mewe.variant.structure;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Signature;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A helper and the arguments of its call.
 *
 * @param helper the helper
 * @param arguments one per parameter, all pure
 */
record HelperCall(FunctionBody helper, List<Expr> arguments) {
    private static final double PACKED = 0.4;
    private static final double DUMMY = 0.3;
    private static final double BARRED = 0.5;
    private static final int MAX_PARAMETERS_WITH_DUMMY = 8;

    /** Copies the list. */
    HelperCall {
        arguments = List.copyOf(arguments);
    }

    /** Returns true if control may reach a call with these operands. */
    static boolean areReachable(List<Expr> operands) {
        for (int i = 0, size = operands.size(); i < size; i++) {
            if (!operands.get(i).isReachable()) {
                return false;
            }
        }
        return true;
    }

    /** The call. */
    Call call() {
        return new Call(helper.name(), arguments, false, helper.signature().result());
    }

    /**
     * The same call with the helper's parameters in random order, and at random with two i32 parameters packed into one
     * i64, with parameters that the helper ignores, or with a recursive call that never runs. The recursive call keeps
     * optimisers from inlining the helper as a function with a single caller.
     *
     * <p>Soundness: the arguments are pure, so their order cannot be observed. The helper unpacks packed values before
     * anything else, and every access to a local is renumbered with the local. The recursive call is behind an opaque
     * predicate, which is 1 for all data (proved in the build).
     */
    HelperCall reshaped(StrategyContext context) {
        return new Reshaping(this, context).result();
    }

    /** A new parameter, which carries one or two old ones, or none. */
    private record Slot(ValueType type, Expr argument, List<Integer> carried) {}

    private static final class Reshaping {
        private final FunctionBody helper;
        private final StrategyContext context;
        private final VariantRandom random;
        private final List<Slot> slots = new ArrayList<>();
        private final Map<Integer, Integer> placeOf = new HashMap<>();
        private final List<ValueType> vars = new ArrayList<>();
        private final List<Expr> prologue = new ArrayList<>();

        Reshaping(HelperCall call, StrategyContext context) {
            this.helper = call.helper();
            this.context = context;
            this.random = context.random();
            List<Integer> narrow = new ArrayList<>();
            int params = helper.signature().params().size();
            for (int i = 0; i < params; i++) {
                if (helper.localType(i).equals(ValueType.I32)) {
                    narrow.add(random.below(narrow.size() + 1), i);
                }
            }
            boolean packs = narrow.size() >= 2 && random.chance(PACKED);
            List<Integer> packed = packs ? narrow.subList(0, 2) : List.of();
            for (int i = 0; i < params; i++) {
                if (!packed.contains(i)) {
                    add(new Slot(helper.localType(i), call.arguments().get(i), List.of(i)));
                }
            }
            if (packs) {
                Expr low = I32.widened(call.arguments().get(packed.get(0)), ValueType.I64);
                Expr high = I32.widened(call.arguments().get(packed.get(1)), ValueType.I64);
                Expr shifted = wide(BinaryOperator.SHL, high, 32);
                add(new Slot(ValueType.I64, IntBinary.of(BinaryOperator.OR, ValueType.I64, low, shifted), packed));
            }
            if (slots.size() < MAX_PARAMETERS_WITH_DUMMY && random.chance(DUMMY)) {
                ValueType type = random.chance(0.5) ? ValueType.I32 : ValueType.I64;
                add(new Slot(type, new Const(type, random.constant()), List.of()));
            }
            placeLocals();
        }

        private void add(Slot slot) {
            slots.add(random.below(slots.size() + 1), slot);
        }

        private static Expr wide(BinaryOperator operator, Expr value, int constant) {
            return IntBinary.of(operator, ValueType.I64, value, new Const(ValueType.I64, constant));
        }

        private void placeLocals() {
            int params = helper.signature().params().size();
            for (int i = 0; i < helper.vars().size(); i++) {
                placeOf.put(params + i, addVar(helper.vars().get(i)));
            }
            for (int i = 0; i < slots.size(); i++) {
                List<Integer> carried = slots.get(i).carried();
                if (carried.size() == 1) {
                    placeOf.put(carried.get(0), i);
                } else if (carried.size() == 2) {
                    Expr both = new LocalGet(i, ValueType.I64);
                    unpack(carried.get(0), both);
                    unpack(carried.get(1), wide(BinaryOperator.SHR_U, both, 32));
                }
            }
        }

        private int addVar(ValueType type) {
            vars.add(type);
            return slots.size() + vars.size() - 1;
        }

        private void unpack(int param, Expr value) {
            int place = addVar(ValueType.I32);
            placeOf.put(param, place);
            prologue.add(LocalSet.set(place, I32.low(value)));
        }

        HelperCall result() {
            Expr root = ExprTransformer.bottomUp(helper.root(), this::moved);
            List<ValueType> params = slots.stream().map(Slot::type).toList();
            var signature = new Signature(params, helper.signature().result());
            if (!prologue.isEmpty()) {
                prologue.add(root);
                root = new Block(null, prologue, root.type());
            }
            var reshaped = new FunctionBody(helper.name(), signature, vars, root);
            return new HelperCall(
                    random.chance(BARRED) ? barred(reshaped) : reshaped,
                    slots.stream().map(Slot::argument).toList());
        }

        private Expr moved(Expr expr) {
            if (expr instanceof LocalGet get) {
                return new LocalGet(placeOf.get(get.index()), get.type());
            }
            return expr instanceof LocalSet set
                    ? new LocalSet(placeOf.get(set.index()), set.value(), set.tee(), set.type())
                    : expr;
        }

        private FunctionBody barred(FunctionBody function) {
            OpaqueData data = new OpaqueData(function, context);
            if (!data.exists()) {
                return function;
            }
            List<Expr> own = new ArrayList<>();
            for (int i = 0; i < slots.size(); i++) {
                own.add(new LocalGet(i, function.localType(i)));
            }
            ValueType result = function.signature().result();
            Expr call = new Call(function.name(), own, false, result);
            Expr way = result.isConcrete()
                    ? new Return(call)
                    : new Block(null, List.of(call, new Return(null)), ValueType.UNREACHABLE);
            Expr bar = new If(data.zero(function.root()), way, null, ValueType.NONE);
            return function.withRoot(new Block(
                    null, List.of(bar, function.root()), function.root().type()));
        }
    }
}
