package io.github.mewe.equivalence.isolation;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Drop;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.ir.VectorConst;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Rewrites trees so that the solver can compare them. A value that is no number becomes an i64 that stands for it. A
 * node that proofs do not model becomes a call, which may do anything but does the same in the same state. A comparison
 * of floats becomes one of their bits. A return becomes a branch. A loop becomes calls that stand for all its effects,
 * since it is the same on both sides.
 */
final class RegionTerms {
    /** The label of the branches in place of returns. */
    static final String RETURN = "\0return";

    private final FunctionBody body;
    private final boolean isExact;
    private final Map<String, ValueType> labelTypes;
    private final List<ValueType> added = new ArrayList<>();
    private final List<Opaque.Template> operations = new ArrayList<>();
    private final Map<Loop, Integer> loops = new IdentityHashMap<>();

    /**
     * Prepares a rewriting.
     *
     * @param body the body without the fault
     * @param isExact false if divisions become calls, too, because they take the solver long
     */
    RegionTerms(FunctionBody body, boolean isExact) {
        this.body = body;
        this.isExact = isExact;
        this.labelTypes = new HashMap<>();
        ExprWalk.each(body.root(), expr -> {
            if (expr instanceof Block block && block.label() != null) {
                labelTypes.put(block.label(), type(block.type()));
            }
        });
        labelTypes.put(RETURN, type(body.signature().result()));
    }

    /** The type in place of another. */
    static ValueType type(ValueType type) {
        return type.isConcrete() && !type.isScalar() ? ValueType.I64 : type;
    }

    static boolean isDivision(Expr expr) {
        return expr instanceof IntBinary binary && binary.operator().canTrap();
    }

    /** The type of the value that branches to a label send. */
    ValueType typeAt(String label) {
        return labelTypes.getOrDefault(label, ValueType.NONE);
    }

    /** Determines if a branch enters a loop again. */
    static boolean isRepeated(Loop loop) {
        return loop.label() != null && usedLabels(loop.body()).contains(loop.label());
    }

    private static SortedSet<String> usedLabels(Expr root) {
        var labels = new TreeSet<>(Labels.usesIn(root).keySet());
        ExprWalk.each(root, expr -> {
            if (expr instanceof Opaque opaque && opaque.template().isBranch()) {
                labels.add(opaque.template().branchLabel());
            }
        });
        return labels;
    }

    /** The labels that branches and returns in a tree leave it for. */
    static SortedSet<String> outerLabels(Expr root) {
        SortedSet<String> labels = usedLabels(root);
        labels.removeAll(Labels.definedIn(root));
        if (ExprWalk.any(root, Return.class::isInstance)) {
            labels.add(RETURN);
        }
        return labels;
    }

    /** The types of the locals that rewritten trees use in addition to those of the body. */
    List<ValueType> addedLocals() {
        return List.copyOf(added);
    }

    Expr rewritten(Expr expr) {
        if (expr instanceof Loop loop && isRepeated(loop)) {
            return calls(loop);
        }
        List<Expr> children = expr.children().stream().map(this::rewritten).toList();
        if (expr instanceof Opaque opaque && opaque.template().isBranch()) {
            return branch(opaque, children.get(0));
        }
        if (expr instanceof Opaque opaque) {
            return call("operation " + number(opaque.template()), children, expr.type());
        }
        if (!isExact && isDivision(expr)) {
            var division = (IntBinary) expr;
            return call(division.operator() + " " + division.operandType(), children, expr.type());
        }
        if (expr instanceof VectorConst vector) {
            return call("vector " + vector.low() + " " + vector.high(), children, expr.type());
        }
        if (expr instanceof Load load && !load.valueType().isScalar()) {
            return call(
                    "load" + load.bytes() + " " + load.memory().name() + " " + load.offset(), children, expr.type());
        }
        if (expr instanceof Store store && !store.valueType().isScalar()) {
            return call(
                    "store" + store.bytes() + " " + store.memory().name() + " " + store.offset(),
                    children,
                    expr.type());
        }
        if (expr instanceof Numeric numeric) {
            return numeric(numeric, children);
        }
        if (expr instanceof Return leave) {
            return new Break(RETURN, leave.value() == null ? null : children.get(0), null, ValueType.UNREACHABLE);
        }
        return typed(expr, children);
    }

    /** Calls that stand for a loop, with all locals that it names as arguments. */
    private Expr calls(Loop loop) {
        String name = "loop " + loops.computeIfAbsent(loop, any -> loops.size());
        var named = new BitSet();
        var written = new BitSet();
        ExprWalk.each(loop, expr -> {
            if (expr instanceof LocalGet get) {
                named.set(get.index());
            } else if (expr instanceof LocalSet set) {
                named.set(set.index());
                written.set(set.index());
            }
        });
        List<Expr> state = named.stream().<Expr>mapToObj(this::local).toList();
        List<Expr> items = new ArrayList<>();
        items.add(call(name, state, ValueType.NONE));
        written.stream()
                .forEach(i -> items.add(LocalSet.set(i, call(name + " local " + i, List.of(), local(i).type()))));
        for (String label : outerLabels(loop)) {
            ValueType type = typeAt(label);
            Expr value = type.isConcrete() ? call(name + " value at " + label, List.of(), type) : null;
            Expr leave = new Break(label, value, call(name + " to " + label, List.of(), ValueType.I32), type);
            items.add(value == null ? leave : new Drop(leave));
        }
        if (loop.type().isConcrete()) {
            items.add(call(name + " value", List.of(), loop.type()));
        } else if (!loop.isReachable()) {
            items.add(new Unreachable());
        }
        return new Block(null, items, type(loop.type()));
    }

    /** A branch on a reference, which may be taken and may send any value that the reference determines. */
    private Expr branch(Opaque opaque, Expr reference) {
        String name = "branch " + number(opaque.template());
        String label = opaque.template().branchLabel();
        var read = new LocalGet(body.localCount() + added.size(), ValueType.I64);
        added.add(ValueType.I64);
        Expr value = typeAt(label).isConcrete() ? call(name + " sends", List.of(read), typeAt(label)) : null;
        Expr jump = new Break(label, value, call(name, List.of(read), ValueType.I32), typeAt(label));
        List<Expr> items = new ArrayList<>();
        items.add(LocalSet.set(read.index(), reference));
        items.add(value == null ? jump : new Drop(jump));
        if (opaque.type().isConcrete()) {
            items.add(call(name + " leaves", List.of(read), opaque.type()));
        } else if (!opaque.isReachable()) {
            items.add(new Unreachable());
        }
        return new Block(null, items, type(opaque.type()));
    }

    private LocalGet local(int index) {
        return new LocalGet(index, type(body.localType(index)));
    }

    private static Expr typed(Expr expr, List<Expr> children) {
        ValueType type = type(expr.type());
        if (expr instanceof LocalGet get) {
            return new LocalGet(get.index(), type);
        }
        if (expr instanceof LocalSet set) {
            return new LocalSet(set.index(), children.get(0), set.tee(), type);
        }
        if (expr instanceof GlobalGet get) {
            return new GlobalGet(get.name(), type);
        }
        if (expr instanceof GlobalSet set) {
            return new GlobalSet(set.name(), children.get(0));
        }
        if (expr instanceof Block block) {
            return new Block(block.label(), children, type);
        }
        if (expr instanceof Loop loop) {
            return new Loop(loop.label(), children.get(0), type);
        }
        if (expr instanceof If test) {
            return new If(children.get(0), children.get(1), test.ifFalse() == null ? null : children.get(2), type);
        }
        if (expr instanceof Select) {
            return new Select(children.get(0), children.get(1), children.get(2), type);
        }
        if (expr instanceof Call call) {
            return new Call(call.target(), children, call.tail(), type);
        }
        if (expr instanceof Break jump) {
            Expr same = jump.withChildren(children);
            return new Break(jump.label(), ((Break) same).value(), ((Break) same).condition(), type);
        }
        return expr.withChildren(children);
    }

    private Expr numeric(Numeric numeric, List<Expr> children) {
        boolean isScalar = numeric.operator().result().isScalar()
                && numeric.operator().operands().stream().allMatch(ValueType::isScalar);
        if (!isScalar) {
            return call(numeric.operator().name(), children, numeric.type());
        }
        ValueType type = numeric.operator().operands().get(0);
        String name = numeric.operator().name();
        String operation = name.substring(name.indexOf('.') + 1);
        boolean isComparison = numeric.isReachable()
                && type.isFloat()
                && List.of("eq", "ne", "lt", "le", "gt", "ge").contains(operation);
        return isComparison
                ? comparison(operation, type.equals(ValueType.F32), children)
                : new Numeric(numeric.operator(), children);
    }

    private Expr comparison(String operation, boolean isF32, List<Expr> operands) {
        ValueType bits = isF32 ? ValueType.I32 : ValueType.I64;
        String reinterpret = isF32 ? "i32.reinterpret_f32" : "i64.reinterpret_f64";
        List<Expr> items = new ArrayList<>();
        List<LocalGet> values = new ArrayList<>();
        for (Expr operand : operands) {
            int local = body.localCount() + added.size();
            added.add(bits);
            items.add(LocalSet.set(local, Numeric.of(reinterpret, operand)));
            values.add(new LocalGet(local, bits));
        }
        BinaryOperator operator = switch (operation) {
            case "lt" -> BinaryOperator.LT_S;
            case "le" -> BinaryOperator.LE_S;
            case "gt" -> BinaryOperator.GT_S;
            case "ge" -> BinaryOperator.GE_S;
            default -> BinaryOperator.EQ;
        };
        Expr holds = and(
                ValueType.I32,
                and(ValueType.I32, isNumber(values.get(0)), isNumber(values.get(1))),
                IntBinary.of(operator, bits, ordered(values.get(0)), ordered(values.get(1))));
        items.add(operation.equals("ne") ? IntUnary.of(UnaryOperator.EQZ, ValueType.I32, holds) : holds);
        return new Block(null, items, ValueType.I32);
    }

    private static Expr isNumber(LocalGet value) {
        long infinity = value.type().equals(ValueType.I32) ? 0x7F80_0000L : 0x7FF0_0000_0000_0000L;
        return IntBinary.of(BinaryOperator.LE_U, value.type(), magnitude(value), new Const(value.type(), infinity));
    }

    /** An integer that orders floats other than NaNs: the magnitude, negated for a negative float. */
    private static Expr ordered(LocalGet value) {
        ValueType type = value.type();
        Expr sign = IntBinary.of(BinaryOperator.SHR_S, type, value, new Const(type, type.bits() - 1));
        return IntBinary.of(
                BinaryOperator.SUB, type, IntBinary.of(BinaryOperator.XOR, type, magnitude(value), sign), sign);
    }

    private static Expr magnitude(LocalGet value) {
        long mask = value.type().equals(ValueType.I32) ? Integer.MAX_VALUE : Long.MAX_VALUE;
        return and(value.type(), value, new Const(value.type(), mask));
    }

    private static Expr and(ValueType type, Expr left, Expr right) {
        return IntBinary.of(BinaryOperator.AND, type, left, right);
    }

    private static Expr call(String callee, List<Expr> operands, ValueType type) {
        return type.equals(ValueType.UNREACHABLE)
                ? new Block(
                        null,
                        List.of(new Call("\0" + callee, operands, false, ValueType.NONE), new Unreachable()),
                        type)
                : new Call("\0" + callee, operands, false, type(type));
    }

    private int number(Opaque.Template operation) {
        for (int i = 0; i < operations.size(); i++) {
            if (operations.get(i).isSameAs(operation)) {
                return i;
            }
        }
        operations.add(operation);
        return operations.size() - 1;
    }
}
