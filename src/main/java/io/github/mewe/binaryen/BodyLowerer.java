package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Drop;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Nop;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.ir.VectorConst;
import io.github.mewe.wasm.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/** Converts an expression tree to nodes in the native memory of a module. */
final class BodyLowerer {
    private final Names names;
    private final long module;
    private final IntFunction<ValueType> localTypes;
    private final Set<String> callees = new LinkedHashSet<>();
    private long nodes;

    /**
     * Creates a lowerer for one body.
     *
     * @param module the handle of the module
     * @param localTypes the types of locals by index
     */
    BodyLowerer(Names names, long module, IntFunction<ValueType> localTypes) {
        this.names = names;
        this.module = module;
        this.localTypes = localTypes;
    }

    /** The number of nodes built so far. */
    long nodes() {
        return nodes;
    }

    /** The direct callees, each once, in the order of their first calls. */
    List<String> callees() {
        return List.copyOf(callees);
    }

    long lower(Expr expr) {
        nodes++;
        if (expr instanceof LocalGet get) {
            return BinaryenLocalGet(module, get.index(), get.type().id());
        }
        if (expr instanceof Const constant) {
            return constant(constant);
        }
        if (expr instanceof LocalSet set) {
            return localSet(set);
        }
        if (expr instanceof IntBinary binary) {
            long left = lower(binary.left());
            int operation = IntegerOperators.number(binary.operator(), binary.operandType());
            return BinaryenBinary(module, operation, left, lower(binary.right()));
        }
        if (expr instanceof IntUnary unary) {
            int operation = IntegerOperators.number(unary.operator(), unary.operandType());
            return BinaryenUnary(module, operation, lower(unary.value()));
        }
        if (expr instanceof Load load) {
            return load(load);
        }
        if (expr instanceof Store store) {
            return store(store);
        }
        if (expr instanceof Numeric numeric) {
            return numeric(numeric);
        }
        if (expr instanceof VectorConst vector) {
            return vector(vector);
        }
        if (expr instanceof GlobalGet get) {
            return BinaryenGlobalGet(module, names.of(get.name()), get.type().id());
        }
        if (expr instanceof GlobalSet set) {
            return BinaryenGlobalSet(module, names.of(set.name()), lower(set.value()));
        }
        if (expr instanceof Select select) {
            long ifTrue = lower(select.ifTrue());
            long ifFalse = lower(select.ifFalse());
            return BinaryenSelect(module, lower(select.condition()), ifTrue, ifFalse);
        }
        if (expr instanceof Drop drop) {
            return BinaryenDrop(module, lower(drop.value()));
        }
        if (expr instanceof Opaque opaque) {
            long[] children = all(opaque.children());
            return mewe_copy_node(module, ((NativeNode) opaque.template()).handle(), children, children.length);
        }
        return control(expr);
    }

    private long control(Expr expr) {
        if (expr instanceof Block block) {
            long[] items = all(block.items());
            return mewe_block(
                    module,
                    names.of(block.label()),
                    items,
                    items.length,
                    provisionalType(block).id());
        }
        if (expr instanceof If conditional) {
            long condition = lower(conditional.condition());
            long ifTrue = lower(conditional.ifTrue());
            return BinaryenIf(module, condition, ifTrue, optional(conditional.ifFalse()));
        }
        if (expr instanceof Loop loop) {
            return BinaryenLoop(module, names.of(loop.label()), lower(loop.body()));
        }
        if (expr instanceof Break jump) {
            long value = optional(jump.value());
            return BinaryenBreak(module, names.of(jump.label()), optional(jump.condition()), value);
        }
        if (expr instanceof Switch table) {
            long[] targets = table.targets().stream().mapToLong(names::of).toArray();
            long value = optional(table.value());
            return BinaryenSwitch(
                    module, targets, targets.length, names.of(table.defaultTarget()), lower(table.index()), value);
        }
        if (expr instanceof Call call) {
            return call(call);
        }
        if (expr instanceof Return leave) {
            return BinaryenReturn(module, optional(leave.value()));
        }
        if (expr instanceof Nop) {
            return BinaryenNop(module);
        }
        if (expr instanceof Unreachable) {
            return BinaryenUnreachable(module);
        }
        throw new IllegalArgumentException("unknown kind of node: " + expr);
    }

    /**
     * A type with which Binaryen does not search a block for branches to its end. Finishing the function sets the type
     * of every block without a value.
     */
    private static ValueType provisionalType(Block block) {
        return block.label() != null && block.type().equals(ValueType.NONE) ? ValueType.UNREACHABLE : block.type();
    }

    private long localSet(LocalSet set) {
        long value = lower(set.value());
        return set.tee()
                ? BinaryenLocalTee(
                        module,
                        set.index(),
                        value,
                        localTypes.apply(set.index()).id())
                : BinaryenLocalSet(module, set.index(), value);
    }

    private long load(Load load) {
        return mewe_load(
                module,
                names.of(load.memory().name()),
                load.offset(),
                load.align(),
                load.bytes(),
                load.signed(),
                load.valueType().id(),
                lower(load.address()));
    }

    private long store(Store store) {
        long address = lower(store.address());
        return mewe_store(
                module,
                names.of(store.memory().name()),
                store.offset(),
                store.align(),
                store.bytes(),
                store.valueType().id(),
                address,
                lower(store.value()));
    }

    private long call(Call call) {
        long[] operands = all(call.operands());
        callees.add(call.target());
        long target = names.of(call.target());
        return mewe_call(module, target, operands, operands.length, call.type().id(), call.tail());
    }

    private long vector(VectorConst vector) {
        var bytes = new byte[ValueType.V128.bytes()];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(vector.low())
                .putLong(vector.high());
        return mewe_const_v128(module, bytes);
    }

    private long numeric(Numeric numeric) {
        long[] operands = all(numeric.operands());
        var key = NumericOperatorNumbers.key(numeric.operator());
        return switch (key.kind()) {
            case UNARY -> BinaryenUnary(module, key.number(), operands[0]);
            case BINARY -> BinaryenBinary(module, key.number(), operands[0], operands[1]);
            case SHIFT -> BinaryenSIMDShift(module, key.number(), operands[0], operands[1]);
            case TERNARY -> BinaryenSIMDTernary(module, key.number(), operands[0], operands[1], operands[2]);
        };
    }

    private long[] all(List<Expr> exprs) {
        var handles = new long[exprs.size()];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = lower(exprs.get(i));
        }
        return handles;
    }

    private long optional(Expr expr) {
        return expr == null ? 0 : lower(expr);
    }

    private long constant(Const constant) {
        ValueType type = constant.type();
        if (type.equals(ValueType.I32)) {
            return mewe_const_i32(module, (int) constant.bits());
        }
        if (type.equals(ValueType.I64)) {
            return mewe_const_i64(module, constant.bits());
        }
        return type.equals(ValueType.F32)
                ? mewe_const_f32(module, (int) constant.bits())
                : mewe_const_f64(module, constant.bits());
    }
}
