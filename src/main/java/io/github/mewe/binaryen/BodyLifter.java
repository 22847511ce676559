package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import io.github.mewe.binaryen.NumericOperatorNumbers.Kind;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Drop;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Memory;
import io.github.mewe.ir.Nop;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.NumericOperator;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.ir.VectorConst;
import io.github.mewe.wasm.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Converts a function body in native memory to an expression tree. */
final class BodyLifter {
    private static final int BLOCK = BinaryenBlockId();
    private static final int LOOP = BinaryenLoopId();
    private static final int IF = BinaryenIfId();
    private static final int BREAK = BinaryenBreakId();
    private static final int SWITCH = BinaryenSwitchId();
    private static final int CALL = BinaryenCallId();
    private static final int CALL_INDIRECT = BinaryenCallIndirectId();
    private static final int CALL_REF = BinaryenCallRefId();
    private static final int LOCAL_GET = BinaryenLocalGetId();
    private static final int LOCAL_SET = BinaryenLocalSetId();
    private static final int GLOBAL_GET = BinaryenGlobalGetId();
    private static final int GLOBAL_SET = BinaryenGlobalSetId();
    private static final int CONST = BinaryenConstId();
    private static final int UNARY = BinaryenUnaryId();
    private static final int BINARY = BinaryenBinaryId();
    private static final int SELECT = BinaryenSelectId();
    private static final int DROP = BinaryenDropId();
    private static final int RETURN = BinaryenReturnId();
    private static final int NOP = BinaryenNopId();
    private static final int UNREACHABLE = BinaryenUnreachableId();
    private static final int POP = BinaryenPopId();
    private static final int TRY = BinaryenTryId();
    private static final int LOAD = BinaryenLoadId();
    private static final int STORE = BinaryenStoreId();
    private static final int SIMD_SHIFT = BinaryenSIMDShiftId();
    private static final int SIMD_TERNARY = BinaryenSIMDTernaryId();

    private final Names names;
    private final Map<String, Memory> memories;
    private final long owner;
    private final boolean adopts;

    /**
     * Creates a lifter.
     *
     * @param memories the memories of the module by name
     * @param owner the module that owns the opaque nodes
     * @param adopts true to copy opaque nodes to the owner, because it lives longer than the source
     */
    BodyLifter(Names names, Map<String, Memory> memories, long owner, boolean adopts) {
        this.names = names;
        this.memories = memories;
        this.owner = owner;
        this.adopts = adopts;
    }

    FunctionBody lift(long function) {
        int varCount = BinaryenFunctionGetNumVars(function);
        List<ValueType> vars = new ArrayList<>(varCount);
        for (int i = 0; i < varCount; i++) {
            vars.add(type(BinaryenFunctionGetVar(function, i)));
        }
        return new FunctionBody(
                names.text(BinaryenFunctionGetName(function)),
                signature(function),
                vars,
                lift0(BinaryenFunctionGetBody(function)));
    }

    static Signature signature(long function) {
        long params = BinaryenFunctionGetParams(function);
        int arity = BinaryenTypeArity(params);
        var ids = new long[arity];
        if (arity > 0) {
            BinaryenTypeExpand(params, ids);
        }
        List<ValueType> types = new ArrayList<>(arity);
        for (long id : ids) {
            types.add(type(id));
        }
        return new Signature(types, type(BinaryenFunctionGetResults(function)));
    }

    private Expr lift0(long expr) {
        int id = BinaryenExpressionGetId(expr);
        ValueType type = type(BinaryenExpressionGetType(expr));
        if (id == LOCAL_GET) {
            return new LocalGet(BinaryenLocalGetGetIndex(expr), type);
        }
        if (id == CONST) {
            return type.isScalar() ? new Const(type, mewe_const_bits(expr)) : vector(expr);
        }
        if (id == LOCAL_SET) {
            Expr value = lift0(BinaryenLocalSetGetValue(expr));
            return new LocalSet(BinaryenLocalSetGetIndex(expr), value, BinaryenLocalSetIsTee(expr), type);
        }
        if (id == BINARY) {
            var key = IntegerOperators.binary(BinaryenBinaryGetOp(expr));
            if (key == null) {
                return numeric(expr, id, type);
            }
            Expr left = lift0(BinaryenBinaryGetLeft(expr));
            return IntBinary.of(key.operator(), key.type(), left, lift0(BinaryenBinaryGetRight(expr)));
        }
        if (id == UNARY) {
            var key = IntegerOperators.unary(BinaryenUnaryGetOp(expr));
            return key == null
                    ? numeric(expr, id, type)
                    : IntUnary.of(key.operator(), key.type(), lift0(BinaryenUnaryGetValue(expr)));
        }
        if (id == LOAD) {
            return load(expr, id, type);
        }
        if (id == STORE) {
            return store(expr, id, type);
        }
        if (id == BLOCK) {
            int count = BinaryenBlockGetNumChildren(expr);
            List<Expr> items = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                items.add(lift0(BinaryenBlockGetChildAt(expr, i)));
            }
            return new Block(names.text(BinaryenBlockGetName(expr)), items, type);
        }
        if (id == IF) {
            Expr condition = lift0(BinaryenIfGetCondition(expr));
            Expr ifTrue = lift0(BinaryenIfGetIfTrue(expr));
            return new If(condition, ifTrue, optional(BinaryenIfGetIfFalse(expr)), type);
        }
        if (id == LOOP) {
            return new Loop(names.text(BinaryenLoopGetName(expr)), lift0(BinaryenLoopGetBody(expr)), type);
        }
        if (id == BREAK) {
            String label = names.text(BinaryenBreakGetName(expr));
            Expr value = optional(BinaryenBreakGetValue(expr));
            return new Break(label, value, optional(BinaryenBreakGetCondition(expr)), type);
        }
        if (id == CALL) {
            int count = BinaryenCallGetNumOperands(expr);
            List<Expr> operands = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                operands.add(lift0(BinaryenCallGetOperandAt(expr, i)));
            }
            return new Call(names.text(BinaryenCallGetTarget(expr)), operands, BinaryenCallIsReturn(expr), type);
        }
        if (id == GLOBAL_GET) {
            return new GlobalGet(names.text(BinaryenGlobalGetGetName(expr)), type);
        }
        if (id == GLOBAL_SET) {
            return new GlobalSet(names.text(BinaryenGlobalSetGetName(expr)), lift0(BinaryenGlobalSetGetValue(expr)));
        }
        if (id == SELECT) {
            Expr ifTrue = lift0(BinaryenSelectGetIfTrue(expr));
            Expr ifFalse = lift0(BinaryenSelectGetIfFalse(expr));
            return new Select(ifTrue, ifFalse, lift0(BinaryenSelectGetCondition(expr)), type);
        }
        if (id == DROP) {
            return new Drop(lift0(BinaryenDropGetValue(expr)));
        }
        if (id == RETURN) {
            return new Return(optional(BinaryenReturnGetValue(expr)));
        }
        if (id == SWITCH) {
            int count = BinaryenSwitchGetNumNames(expr);
            List<String> targets = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                targets.add(names.text(BinaryenSwitchGetNameAt(expr, i)));
            }
            Expr value = optional(BinaryenSwitchGetValue(expr));
            String defaultTarget = names.text(BinaryenSwitchGetDefaultName(expr));
            return new Switch(targets, defaultTarget, value, lift0(BinaryenSwitchGetCondition(expr)));
        }
        if (id == NOP) {
            return new Nop();
        }
        if (id == UNREACHABLE) {
            return new Unreachable();
        }
        if (id == SIMD_SHIFT || id == SIMD_TERNARY) {
            return numeric(expr, id, type);
        }
        return opaque(expr, id, type);
    }

    private static Expr vector(long expr) {
        var bytes = new byte[ValueType.V128.bytes()];
        BinaryenConstGetValueV128(expr, bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new VectorConst(buffer.getLong(), buffer.getLong());
    }

    /** Lifts an operation on floats or vectors. */
    private Expr numeric(long expr, int id, ValueType type) {
        NumericOperator operator;
        if (id == UNARY) {
            operator = NumericOperatorNumbers.operator(Kind.UNARY, BinaryenUnaryGetOp(expr));
        } else if (id == BINARY) {
            operator = NumericOperatorNumbers.operator(Kind.BINARY, BinaryenBinaryGetOp(expr));
        } else if (id == SIMD_SHIFT) {
            operator = NumericOperatorNumbers.operator(Kind.SHIFT, BinaryenSIMDShiftGetOp(expr));
        } else {
            operator = NumericOperatorNumbers.operator(Kind.TERNARY, BinaryenSIMDTernaryGetOp(expr));
        }
        return operator == null ? opaque(expr, id, type) : new Numeric(operator, children(expr));
    }

    private Expr load(long expr, int id, ValueType type) {
        // An unreachable load does not reveal the type of the value.
        if (BinaryenLoadIsAtomic(expr) || !type.isConcrete()) {
            return opaque(expr, id, type);
        }
        return new Load(
                memories.get(names.text(mewe_access_memory(expr))),
                mewe_access_offset(expr),
                BinaryenLoadGetAlign(expr),
                BinaryenLoadGetBytes(expr),
                BinaryenLoadIsSigned(expr),
                type,
                lift0(BinaryenLoadGetPtr(expr)));
    }

    private Expr store(long expr, int id, ValueType type) {
        if (BinaryenStoreIsAtomic(expr)) {
            return opaque(expr, id, type);
        }
        Expr address = lift0(BinaryenStoreGetPtr(expr));
        return new Store(
                memories.get(names.text(mewe_access_memory(expr))),
                mewe_access_offset(expr),
                BinaryenStoreGetAlign(expr),
                BinaryenStoreGetBytes(expr),
                type(BinaryenStoreGetValueType(expr)),
                address,
                lift0(BinaryenStoreGetValue(expr)));
    }

    private Expr optional(long expr) {
        return expr == 0 ? null : lift0(expr);
    }

    private Expr opaque(long expr, int id, ValueType type) {
        List<Expr> children = children(expr);
        boolean tailCall = (id == CALL_INDIRECT && BinaryenCallIndirectIsReturn(expr))
                || (id == CALL_REF && BinaryenCallRefIsReturn(expr));
        long handle = adopts ? NativeNode.childless(owner, expr) : expr;
        var node = new NativeNode(owner, handle, mewe_has_labels(expr), id == POP, tailCall, id == TRY);
        return new Opaque(node, children, type);
    }

    private List<Expr> children(long expr) {
        int count = mewe_child_count(expr);
        var handles = new long[count];
        if (count > 0) {
            mewe_children(expr, handles);
        }
        List<Expr> children = new ArrayList<>(count);
        for (long handle : handles) {
            children.add(lift0(handle));
        }
        return children;
    }

    static ValueType type(long id) {
        return switch ((int) Math.min(id, Integer.MAX_VALUE)) {
            case 0 -> ValueType.NONE;
            case 1 -> ValueType.UNREACHABLE;
            case 2 -> ValueType.I32;
            case 3 -> ValueType.I64;
            case 4 -> ValueType.F32;
            case 5 -> ValueType.F64;
            case 6 -> ValueType.V128;
            default -> new ValueType(id, BinaryenTypeArity(id) > 1);
        };
    }
}
