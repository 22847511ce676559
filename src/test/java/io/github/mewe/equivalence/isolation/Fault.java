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
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Nop;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.NumericOperator;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Kinds of faults that a variant generator could have. Each changes one node and leaves the body valid. */
enum Fault {
    WRONG_CONSTANT("wrong constant") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            return expr instanceof Const c && c.type().isInteger()
                    ? Optional.of(
                            new Const(c.type(), c.type().equals(ValueType.I32) ? (int) c.bits() + 1 : c.bits() + 1))
                    : Optional.empty();
        }
    },
    SWAPPED_OPERANDS("swapped operands of a non-commutative operation") {
        private static final Set<BinaryOperator> COMMUTATIVE = Set.of(
                BinaryOperator.ADD,
                BinaryOperator.MUL,
                BinaryOperator.AND,
                BinaryOperator.OR,
                BinaryOperator.XOR,
                BinaryOperator.EQ,
                BinaryOperator.NE);

        @Override
        Optional<Expr> at(Expr expr, Context context) {
            return expr instanceof IntBinary b
                            && !COMMUTATIVE.contains(b.operator())
                            && !b.left().equals(b.right())
                            && isPure(b.left())
                            && isPure(b.right())
                    ? Optional.of(IntBinary.of(b.operator(), b.operandType(), b.right(), b.left()))
                    : Optional.empty();
        }
    },
    SIGNEDNESS("signed for unsigned") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            return expr instanceof IntBinary b && OTHER_SIGN.containsKey(b.operator())
                    ? Optional.of(IntBinary.of(OTHER_SIGN.get(b.operator()), b.operandType(), b.left(), b.right()))
                    : Optional.empty();
        }
    },
    LOST_TRAP("lost trap") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            if (expr instanceof IntBinary b && b.operator().canTrap() && b.right() instanceof LocalGet divisor) {
                Expr isZero = IntUnary.of(UnaryOperator.EQZ, b.operandType(), divisor);
                Expr safe = Select.of(new Const(b.operandType(), 1), divisor, isZero, b.operandType());
                return Optional.of(IntBinary.of(b.operator(), b.operandType(), b.left(), safe));
            }
            ValueType result = context.body().signature().result();
            return expr instanceof Unreachable && (result.isScalar() || !result.isConcrete())
                    ? Optional.of(new Return(result.isScalar() ? Const.zero(result) : null))
                    : Optional.empty();
        }
    },
    DUPLICATED_CALL("duplicated side effect") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            boolean isCall = expr instanceof Call call
                            && !call.tail()
                            && call.type().equals(ValueType.NONE)
                    || expr instanceof Drop drop && drop.value() instanceof Call dropped && dropped.isReachable();
            return isCall && ExprWalk.count(expr, Fault::definesLabel) == 0
                    ? Optional.of(new Block(null, List.of(expr, expr), ValueType.NONE))
                    : Optional.empty();
        }
    },
    SHIFT_WIDTH("wrong shift width") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            return expr instanceof IntBinary b
                            && SHIFTS.contains(b.operator())
                            && b.right() instanceof Const count
                            && count.bits() % b.operandType().bits() != 0
                    ? Optional.of(IntBinary.of(
                            b.operator(), b.operandType(), b.left(), new Const(count.type(), count.bits() - 1)))
                    : Optional.empty();
        }
    },
    NAN_PAYLOAD("NaN payload") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            boolean isPlain = expr instanceof LocalGet || expr instanceof Load load && isPure(load.address());
            if (!isPlain || !expr.type().isFloat()) {
                return Optional.empty();
            }
            boolean isF32 = expr.type().equals(ValueType.F32);
            Expr canonical = new Const(expr.type(), isF32 ? 0x7FC0_0000L : 0x7FF8_0000_0000_0000L);
            Expr isNan = Numeric.of(isF32 ? "f32.ne" : "f64.ne", expr, expr);
            return Optional.of(Select.of(canonical, expr, isNan, expr.type()));
        }
    },
    OFF_BY_ONE_LOOP("off-by-one loop") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            if (context.loops() == 0 || !(expr instanceof Break jump) || jump.condition() == null) {
                return Optional.empty();
            }
            Expr condition = jump.condition();
            Expr changed = null;
            if (condition instanceof IntBinary b && b.operator().isComparison()) {
                changed = BOUNDS.containsKey(b.operator())
                        ? IntBinary.of(BOUNDS.get(b.operator()), b.operandType(), b.left(), b.right())
                        : IntBinary.of(b.operator(), b.operandType(), plusOne(b.left(), b.operandType()), b.right());
            } else if (condition instanceof LocalGet get) {
                changed = IntBinary.of(BinaryOperator.SUB, ValueType.I32, get, Const.i32(1));
            }
            return changed == null || !changed.isReachable()
                    ? Optional.empty()
                    : Optional.of(new Break(jump.label(), jump.value(), changed, jump.type()));
        }
    },
    WRONG_CALLEE("wrong callee") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            return expr instanceof Call call
                    ? context.otherCallee(call).map(other -> new Call(other, call.operands(), call.tail(), call.type()))
                    : Optional.empty();
        }
    },
    MISSING_STORE("missing store") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            return expr instanceof Store store && store.type().equals(ValueType.NONE)
                    ? Optional.of(Block.of(null, new Drop(store.address()), new Drop(store.value())))
                    : Optional.empty();
        }
    },
    CLOBBERED_LOCAL("clobbered local") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            return expr instanceof LocalGet get && get.type().isInteger()
                    ? Optional.of(LocalSet.tee(get.index(), plusOne(get, get.type())))
                    : Optional.empty();
        }
    },
    DROPPED_BRANCH("dropped branch") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            return expr instanceof Break jump
                            && jump.condition() != null
                            && jump.value() == null
                            && jump.type().equals(ValueType.NONE)
                    ? Optional.of(new Drop(jump.condition()))
                    : Optional.empty();
        }
    },
    INVERTED_CONDITION("inverted condition") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            if (expr instanceof If test && test.condition().isReachable()) {
                return Optional.of(new If(eqz(test.condition()), test.ifTrue(), test.ifFalse(), test.type()));
            }
            return expr instanceof Break jump
                            && jump.condition() != null
                            && jump.condition().isReachable()
                    ? Optional.of(new Break(jump.label(), jump.value(), eqz(jump.condition()), jump.type()))
                    : Optional.empty();
        }
    },
    WRONG_OFFSET("wrong offset") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            if (expr instanceof Load l) {
                return Optional.of(
                        new Load(l.memory(), l.offset() ^ 1, 1, l.bytes(), l.signed(), l.valueType(), l.address()));
            }
            return expr instanceof Store s
                    ? Optional.of(
                            new Store(s.memory(), s.offset() ^ 1, 1, s.bytes(), s.valueType(), s.address(), s.value()))
                    : Optional.empty();
        }
    },
    LOAD_WIDTH("wrong load width or sign extension") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            if (!(expr instanceof Load l) || !l.valueType().isInteger()) {
                return Optional.empty();
            }
            boolean isNarrow = l.bytes() < l.valueType().bytes();
            return Optional.of(
                    isNarrow
                            ? new Load(
                                    l.memory(),
                                    l.offset(),
                                    l.align(),
                                    l.bytes(),
                                    !l.signed(),
                                    l.valueType(),
                                    l.address())
                            : new Load(l.memory(), l.offset(), 1, l.bytes() / 2, false, l.valueType(), l.address()));
        }
    },
    STORE_WIDTH("wrong store width") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            return expr instanceof Store s && s.valueType().isInteger() && s.bytes() > 1
                    ? Optional.of(
                            new Store(s.memory(), s.offset(), 1, s.bytes() / 2, s.valueType(), s.address(), s.value()))
                    : Optional.empty();
        }
    },
    WRONG_GLOBAL("wrong global") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            if (expr instanceof GlobalGet get) {
                return context.otherGlobal(get.name(), get.type()).map(other -> new GlobalGet(other, get.type()));
            }
            return expr instanceof GlobalSet set
                    ? context.otherGlobal(set.name(), set.value().type())
                            .map(other -> new GlobalSet(other, set.value()))
                    : Optional.empty();
        }
    },
    STALE_LOCAL("stale local") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            return expr instanceof LocalSet set && set.tee() && set.isReachable()
                    ? Optional.of(new Block(
                            null, List.of(new Drop(set.value()), new LocalGet(set.index(), set.type())), set.type()))
                    : Optional.empty();
        }
    },
    SWAPPED_ARGUMENTS("swapped arguments") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            if (!(expr instanceof Call call) || !call.operands().stream().allMatch(Fault::isPure)) {
                return Optional.empty();
            }
            List<Expr> operands = call.operands();
            for (int i = 1; i < operands.size(); i++) {
                Expr one = operands.get(i - 1);
                Expr other = operands.get(i);
                if (one.type().equals(other.type()) && !one.equals(other)) {
                    List<Expr> swapped = new ArrayList<>(operands);
                    swapped.set(i - 1, other);
                    swapped.set(i, one);
                    return Optional.of(new Call(call.target(), swapped, call.tail(), call.type()));
                }
            }
            return Optional.empty();
        }
    },
    LOST_WRAP("lost wrap") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            if (expr instanceof IntBinary b
                    && b.operator() == BinaryOperator.AND
                    && b.right() instanceof Const mask
                    && (mask.bits() == 0xFF || mask.bits() == 0xFFFF)) {
                return Optional.of(b.left());
            }
            if (expr instanceof IntUnary u) {
                return switch (u.operator()) {
                    case EXTEND_U -> Optional.of(IntUnary.of(UnaryOperator.EXTEND_S, u.operandType(), u.value()));
                    case EXTEND_S -> Optional.of(IntUnary.of(UnaryOperator.EXTEND_U, u.operandType(), u.value()));
                    case EXTEND8_S, EXTEND16_S, EXTEND32_S -> Optional.of(u.value());
                    default -> Optional.empty();
                };
            }
            return Optional.empty();
        }
    },
    REORDERED_STORE("store reordered with a call") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            if (!(expr instanceof Block block)) {
                return Optional.empty();
            }
            List<Expr> items = block.items();
            for (int i = 1; i < items.size(); i++) {
                Expr store = items.get(i - 1);
                Expr call = items.get(i);
                if (store instanceof Store s
                        && isPure(s.address())
                        && isPure(s.value())
                        && (call instanceof Call plain && plain.type().equals(ValueType.NONE) && !plain.tail()
                                || call instanceof Drop d
                                        && d.value() instanceof Call
                                        && d.value().isReachable())) {
                    List<Expr> swapped = new ArrayList<>(items);
                    swapped.set(i - 1, call);
                    swapped.set(i, store);
                    return Optional.of(new Block(block.label(), swapped, block.type()));
                }
            }
            return Optional.empty();
        }
    },
    WRONG_OPERATION("wrong operation") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            return expr instanceof IntBinary b && OTHER_OPERATION.containsKey(b.operator())
                    ? Optional.of(IntBinary.of(OTHER_OPERATION.get(b.operator()), b.operandType(), b.left(), b.right()))
                    : Optional.empty();
        }
    },
    FLOAT_OPERATION("wrong floating-point operation") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            if (!(expr instanceof Numeric n) || !n.isReachable()) {
                return Optional.empty();
            }
            String name = n.operator().name();
            for (String[] pair : FLOATS) {
                if (name.endsWith(pair[0]) && name.startsWith("f")) {
                    return Optional.of(
                            new Numeric(NumericOperator.named(name.replace(pair[0], pair[1])), n.operands()));
                }
            }
            return Optional.empty();
        }
    },
    SWAPPED_CHOICE("swapped values of a select") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            return expr instanceof Select s
                            && s.isReachable()
                            && isPure(s.ifTrue())
                            && isPure(s.ifFalse())
                            && !s.ifTrue().equals(s.ifFalse())
                    ? Optional.of(Select.of(s.ifFalse(), s.ifTrue(), s.condition(), s.type()))
                    : Optional.empty();
        }
    },
    WRONG_CASE("wrong case of a switch") {
        @Override
        Optional<Expr> at(Expr expr, Context context) {
            if (!(expr instanceof Switch table) || table.value() != null) {
                return Optional.empty();
            }
            List<String> targets = new ArrayList<>(table.targets());
            for (int i = 0; i < targets.size(); i++) {
                if (!targets.get(i).equals(table.defaultTarget())) {
                    targets.set(i, table.defaultTarget());
                    return Optional.of(new Switch(targets, table.defaultTarget(), null, table.index()));
                }
            }
            return Optional.empty();
        }
    };

    private static final Map<BinaryOperator, BinaryOperator> OTHER_SIGN = new EnumMap<>(BinaryOperator.class);
    private static final Map<BinaryOperator, BinaryOperator> BOUNDS = new EnumMap<>(BinaryOperator.class);
    private static final Map<BinaryOperator, BinaryOperator> OTHER_OPERATION = new EnumMap<>(BinaryOperator.class);
    private static final Set<BinaryOperator> SHIFTS = Set.of(
            BinaryOperator.SHL, BinaryOperator.SHR_S, BinaryOperator.SHR_U, BinaryOperator.ROTL, BinaryOperator.ROTR);
    private static final String[][] FLOATS = {
        {".add", ".sub"},
        {".sub", ".add"},
        {".mul", ".div"},
        {".div", ".mul"},
        {".min", ".max"},
        {".lt", ".le"},
        {".gt", ".ge"},
        {".neg", ".abs"},
        {".abs", ".neg"}
    };

    static {
        both(OTHER_SIGN, BinaryOperator.DIV_S, BinaryOperator.DIV_U);
        both(OTHER_SIGN, BinaryOperator.REM_S, BinaryOperator.REM_U);
        both(OTHER_SIGN, BinaryOperator.SHR_S, BinaryOperator.SHR_U);
        both(OTHER_SIGN, BinaryOperator.LT_S, BinaryOperator.LT_U);
        both(OTHER_SIGN, BinaryOperator.GT_S, BinaryOperator.GT_U);
        both(OTHER_SIGN, BinaryOperator.LE_S, BinaryOperator.LE_U);
        both(OTHER_SIGN, BinaryOperator.GE_S, BinaryOperator.GE_U);
        both(BOUNDS, BinaryOperator.LT_S, BinaryOperator.LE_S);
        both(BOUNDS, BinaryOperator.LT_U, BinaryOperator.LE_U);
        both(BOUNDS, BinaryOperator.GT_S, BinaryOperator.GE_S);
        both(BOUNDS, BinaryOperator.GT_U, BinaryOperator.GE_U);
        both(OTHER_OPERATION, BinaryOperator.ADD, BinaryOperator.SUB);
        both(OTHER_OPERATION, BinaryOperator.AND, BinaryOperator.OR);
        both(OTHER_OPERATION, BinaryOperator.ROTL, BinaryOperator.ROTR);
        OTHER_OPERATION.put(BinaryOperator.XOR, BinaryOperator.OR);
        OTHER_OPERATION.put(BinaryOperator.MUL, BinaryOperator.ADD);
    }

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** The node with the fault; empty if the fault does not apply to it. */
    abstract Optional<Expr> at(Expr expr, Context context);

    /** The context of the node that a fault changes. */
    interface Context {
        FunctionBody body();

        int loops();

        Optional<String> otherCallee(Call call);

        Optional<String> otherGlobal(String global, ValueType type);
    }

    private static void both(Map<BinaryOperator, BinaryOperator> map, BinaryOperator one, BinaryOperator other) {
        map.put(one, other);
        map.put(other, one);
    }

    private static Expr eqz(Expr condition) {
        return IntUnary.of(UnaryOperator.EQZ, ValueType.I32, condition);
    }

    private static Expr plusOne(Expr value, ValueType type) {
        return IntBinary.of(BinaryOperator.ADD, type, value, new Const(type, 1));
    }

    private static boolean definesLabel(Expr expr) {
        return expr instanceof Block block && block.label() != null || expr instanceof io.github.mewe.ir.Loop;
    }

    /** Determines if a tree has no effects, so that it may be evaluated twice or elsewhere. */
    static boolean isPure(Expr root) {
        return ExprWalk.all(
                root,
                expr -> expr instanceof Const
                        || expr instanceof LocalGet
                        || expr instanceof GlobalGet
                        || expr instanceof Load
                        || expr instanceof IntUnary
                        || expr instanceof Select
                        || expr instanceof Nop
                        || expr instanceof Numeric
                        || expr instanceof IntBinary);
    }
}
