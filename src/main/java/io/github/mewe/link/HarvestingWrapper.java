package io.github.mewe.link;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Builds the function that calls an import and harvests its results. */
final class HarvestingWrapper {
    private static final int WORD_BYTES = 8;

    private final String prefix;
    private final String counter;

    /**
     * Prepares a wrapper.
     *
     * @param prefix the prefix of the discriminator's names
     * @param counter the i32 global that counts the calls
     */
    HarvestingWrapper(String prefix, String counter) {
        this.prefix = prefix;
        this.counter = counter;
    }

    /**
     * Builds the wrapper.
     *
     * @param name its name
     * @param source the import
     * @param signature its parameters and result
     */
    FunctionBody body(String name, HarvestSource source, Signature signature) {
        var arguments = new ArrayList<Expr>();
        for (int i = 0; i < signature.params().size(); i++) {
            arguments.add(new LocalGet(i, signature.params().get(i)));
        }
        ValueType type = signature.result();
        Expr call = new Call(source.function().name(), arguments, false, type);
        boolean returns = !type.equals(ValueType.NONE);
        int count = arguments.size();
        Expr result = new LocalGet(count + 1, type);
        var items = new ArrayList<Expr>();
        items.add(returns ? LocalSet.set(count + 1, call) : call);
        Expr mix = source.output()
                .map(output -> mixMemory(output, arguments, result))
                .orElseGet(() -> mix(result));
        items.add(new If(isDue(count), mix, null, ValueType.NONE));
        items.add(new GlobalSet(counter, new LocalGet(count, ValueType.I32)));
        if (returns) {
            items.add(result);
        }
        List<ValueType> locals = returns ? List.of(ValueType.I32, type) : List.of(ValueType.I32);
        return new FunctionBody(name, signature, locals, new Block(null, items, type));
    }

    /** Counts the call in a local. The condition is true if its number is a power of two. */
    private Expr isDue(int count) {
        Expr before = new GlobalGet(counter, ValueType.I32);
        Expr after = LocalSet.tee(count, i32(BinaryOperator.ADD, before, Const.i32(1)));
        return IntUnary.of(UnaryOperator.EQZ, ValueType.I32, i32(BinaryOperator.AND, after, before));
    }

    private Expr mix(Expr result) {
        return call(".harvest", word(result));
    }

    private static Expr word(Expr result) {
        return switch (result.type().kind()) {
            case I32 -> IntUnary.of(UnaryOperator.EXTEND_U, ValueType.I32, result);
            case F32 -> word(Numeric.of("i32.reinterpret_f32", result));
            case F64 -> Numeric.of("i64.reinterpret_f64", result);
            default -> result;
        };
    }

    private Expr mixMemory(MemoryOutput output, List<Expr> arguments, Expr error) {
        MemoryPlace place = output.place();
        Expr parameter = arguments.get(place.parameter());
        Expr address = place.offset() == 0 ? parameter : i32(BinaryOperator.ADD, parameter, Const.i32(place.offset()));
        Expr mix = switch (place.extent()) {
            case WORD -> call(".harvest.memory", address, Const.i32(WORD_BYTES));
            case TWO_WORDS -> call(".harvest.memory", address, Const.i32(2 * WORD_BYTES));
            case NEXT_PARAMETER -> call(".harvest.memory", address, arguments.get(place.parameter() + 1));
            case SLICE -> call(".harvest.slice", address);
        };
        return output.returnsError()
                ? new If(
                        IntUnary.of(UnaryOperator.EQZ, ValueType.I32, error),
                        mix,
                        output.isGuess() ? mix(error) : null,
                        ValueType.NONE)
                : mix;
    }

    private Expr call(String function, Expr... operands) {
        return new Call(prefix + function, List.of(operands), false, ValueType.NONE);
    }

    private static Expr i32(BinaryOperator operator, Expr left, Expr right) {
        return IntBinary.of(operator, ValueType.I32, left, right);
    }
}
