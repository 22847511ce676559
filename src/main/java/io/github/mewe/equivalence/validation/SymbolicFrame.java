package io.github.mewe.equivalence.validation;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Sort;
import io.github.mewe.equivalence.validation.SymbolicOutcome.Exit;
import io.github.mewe.equivalence.validation.SymbolicState.Arrival;
import io.github.mewe.ir.BinaryOperator;
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
import io.github.mewe.ir.Nop;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An active call. */
final class SymbolicFrame {
    private final SymbolicExecution execution;
    private final TermBuilder terms;
    private final EffectLayout layout;
    private final FunctionBody function;
    private final int depth;
    private final Map<String, List<Arrival>> labels = new HashMap<>();
    private final List<Arrival> returns = new ArrayList<>();

    /** The present state; null where control never is. */
    private SymbolicState now;

    /**
     * Prepares a call.
     *
     * @param begin the state at the start of the function
     * @param depth the number of inlined calls around it
     */
    SymbolicFrame(SymbolicExecution execution, FunctionBody function, SymbolicState begin, int depth) {
        this.execution = execution;
        this.terms = execution.terms();
        this.layout = execution.layout();
        this.function = function;
        this.now = begin;
        this.depth = depth;
    }

    /** Executes the function and returns the joined state at its returns; null if it never returns. */
    Arrival run() throws UnprovableException {
        BitVecExpr value = value(function.root());
        if (now != null) {
            returns.add(new Arrival(now, value));
        }
        return returns.isEmpty() ? null : SymbolicState.join(returns, terms);
    }

    /** Executes a node and returns its value; null if it has none, or control does not get past it. */
    private BitVecExpr value(Expr expr) throws UnprovableException {
        execution.countNode();
        if (expr instanceof Const constant) {
            return terms.number(constant.bits(), SymbolicExecution.bits(constant.type()));
        }
        if (expr instanceof LocalGet get) {
            return local(get.index());
        }
        if (expr instanceof LocalSet set) {
            return set(set);
        }
        if (expr instanceof IntUnary unary) {
            BitVecExpr value = value(unary.value());
            return now == null ? null : terms.unary(unary.operator(), unary.operandType(), value);
        }
        if (expr instanceof IntBinary binary) {
            return binary(binary);
        }
        if (expr instanceof Block block) {
            return block(block);
        }
        if (expr instanceof If choice) {
            return choice(choice);
        }
        if (expr instanceof Break jump) {
            return jump(jump);
        }
        if (expr instanceof Load load) {
            return load(load);
        }
        return rare(expr);
    }

    private BitVecExpr rare(Expr expr) throws UnprovableException {
        if (expr instanceof Store store) {
            return store(store);
        }
        if (expr instanceof Call call) {
            return call(call);
        }
        if (expr instanceof Select select) {
            return select(select);
        }
        if (expr instanceof Drop drop) {
            value(drop.value());
            return null;
        }
        if (expr instanceof GlobalGet get) {
            return global(get);
        }
        if (expr instanceof GlobalSet set) {
            return set(set);
        }
        if (expr instanceof Return leave) {
            BitVecExpr value = leave.value() == null ? null : value(leave.value());
            if (now != null) {
                leave(value);
            }
            return null;
        }
        if (expr instanceof Unreachable) {
            trap(terms.yes(), SymbolicOutcome.UNREACHABLE);
            return null;
        }
        if (expr instanceof Switch table) {
            return table(table);
        }
        if (expr instanceof Loop loop) {
            return loop(loop);
        }
        if (expr instanceof Numeric numeric) {
            return numeric(numeric);
        }
        if (expr instanceof Nop) {
            return null;
        }
        throw new UnprovableException("it has an instruction that proofs do not model");
    }

    private BitVecExpr local(int index) throws UnprovableException {
        if (now.local(index) == null) {
            throw new UnprovableException("it uses a local of type " + function.localType(index));
        }
        return now.local(index);
    }

    private BitVecExpr set(LocalSet set) throws UnprovableException {
        BitVecExpr value = value(set.value());
        if (now == null) {
            return null;
        }
        local(set.index());
        now.setLocal(set.index(), value);
        return set.tee() ? value : null;
    }

    private BitVecExpr global(GlobalGet get) throws UnprovableException {
        if (layout.globals().containsKey(get.name())) {
            return (BitVecExpr) now.effect(layout.global(get.name()));
        }
        if (!get.type().isScalar()) {
            throw new UnprovableException("it uses a global of type " + get.type());
        }
        return (BitVecExpr)
                terms.input("global " + get.name(), terms.context().mkBitVecSort(SymbolicExecution.bits(get.type())));
    }

    private BitVecExpr set(GlobalSet set) throws UnprovableException {
        BitVecExpr value = value(set.value());
        if (now != null) {
            now.setEffect(layout.global(set.name()), value);
        }
        return null;
    }

    private BitVecExpr binary(IntBinary binary) throws UnprovableException {
        BitVecExpr left = value(binary.left());
        BitVecExpr right = now == null ? null : value(binary.right());
        if (now == null) {
            return null;
        }
        ValueType type = binary.operandType();
        if (binary.operator().canTrap()) {
            trap(terms.isNumber(right, 0), SymbolicOutcome.DIVISION_BY_ZERO);
            if (now != null && binary.operator() == BinaryOperator.DIV_S) {
                long least = type.equals(ValueType.I32) ? 1L << 31 : Long.MIN_VALUE;
                long minusOne = type.equals(ValueType.I32) ? 0xFFFF_FFFFL : -1;
                trap(terms.and(terms.isNumber(left, least), terms.isNumber(right, minusOne)), SymbolicOutcome.OVERFLOW);
            }
            if (now == null) {
                return null;
            }
        }
        return terms.binary(binary.operator(), type, left, right);
    }

    private BitVecExpr select(Select select) throws UnprovableException {
        BitVecExpr ifTrue = value(select.ifTrue());
        BitVecExpr ifFalse = now == null ? null : value(select.ifFalse());
        BitVecExpr condition = now == null ? null : value(select.condition());
        return now == null ? null : terms.choose(terms.isTrue(condition), ifTrue, ifFalse);
    }

    private BitVecExpr block(Block block) throws UnprovableException {
        if (block.label() != null) {
            labels.put(block.label(), new ArrayList<>());
        }
        BitVecExpr value = null;
        for (Expr item : block.items()) {
            if (now == null) {
                break;
            }
            value = value(item);
        }
        return block.label() == null ? value : arrive(labels.remove(block.label()), value);
    }

    /** Continues at a label, where fall-through and branches meet. */
    private BitVecExpr arrive(List<Arrival> arrivals, BitVecExpr value) {
        if (now != null) {
            arrivals.add(new Arrival(now, value));
        }
        if (arrivals.isEmpty()) {
            return null;
        }
        Arrival joined = SymbolicState.join(arrivals, terms);
        now = joined.state();
        return joined.value();
    }

    private BitVecExpr choice(If choice) throws UnprovableException {
        BitVecExpr value = value(choice.condition());
        if (now == null) {
            return null;
        }
        BoolExpr condition = terms.isTrue(value);
        Optional<PathCondition> ifTrue = now.path().where(condition, terms);
        Optional<PathCondition> ifFalse = now.path().where(terms.not(condition), terms);
        SymbolicState before = now;
        var arrivals = new ArrayList<Arrival>();
        if (ifTrue.isPresent()) {
            now = before.on(ifTrue.get());
            BitVecExpr result = value(choice.ifTrue());
            if (now != null) {
                arrivals.add(new Arrival(now, result));
            }
        }
        now = ifFalse.map(before::on).orElse(null);
        BitVecExpr result = now == null || choice.ifFalse() == null ? null : value(choice.ifFalse());
        return arrive(arrivals, result);
    }

    private BitVecExpr jump(Break jump) throws UnprovableException {
        BitVecExpr sent = jump.value() == null ? null : value(jump.value());
        BitVecExpr condition = now == null || jump.condition() == null ? null : value(jump.condition());
        if (now == null) {
            return null;
        }
        branch(jump.label(), sent, jump.condition() == null ? terms.yes() : terms.isTrue(condition));
        return now == null ? null : sent;
    }

    /** Branches if a condition holds, and continues where it does not. */
    private void branch(String label, BitVecExpr sent, BoolExpr condition) {
        Optional<PathCondition> taken = now.path().where(condition, terms);
        Optional<PathCondition> notTaken = now.path().where(terms.not(condition), terms);
        taken.ifPresent(path -> labels.get(label).add(new Arrival(now.on(path), sent)));
        now = notTaken.map(now::on).orElse(null);
    }

    private BitVecExpr table(Switch table) throws UnprovableException {
        BitVecExpr sent = table.value() == null ? null : value(table.value());
        BitVecExpr index = now == null ? null : value(table.index());
        if (now == null) {
            return null;
        }
        Map<String, BoolExpr> conditions = new LinkedHashMap<>();
        for (int i = 0; i < table.targets().size(); i++) {
            if (!table.targets().get(i).equals(table.defaultTarget())) {
                conditions.merge(table.targets().get(i), terms.isNumber(index, i), terms::or);
            }
        }
        for (Map.Entry<String, BoolExpr> target : conditions.entrySet()) {
            if (now != null) {
                branch(target.getKey(), sent, target.getValue());
            }
        }
        if (now != null) {
            branch(table.defaultTarget(), sent, terms.yes());
        }
        return null;
    }

    private BitVecExpr loop(Loop loop) throws UnprovableException {
        var ends = new ArrayList<Arrival>();
        for (int round = 0; now != null; round++) {
            if (round > execution.limits().rounds()) {
                throw new UnprovableException("it has a loop");
            }
            if (loop.label() != null) {
                labels.put(loop.label(), new ArrayList<>());
            }
            BitVecExpr value = value(loop.body());
            if (now != null) {
                ends.add(new Arrival(now, value));
                now = null;
            }
            if (loop.label() != null) {
                arrive(labels.remove(loop.label()), null);
            }
        }
        return arrive(ends, null);
    }

    private void leave(BitVecExpr value) {
        returns.add(new Arrival(now, value));
        now = null;
    }

    /** Traps if a condition holds, and continues where it does not. */
    private void trap(BoolExpr condition, int kind) {
        leaveFor(condition, terms.number(kind, SymbolicOutcome.END_BITS));
    }

    private void leaveFor(BoolExpr condition, BitVecExpr kind) {
        SymbolicState before = now;
        before.path()
                .where(condition, terms)
                .ifPresent(path -> execution.addExit(new Exit(
                        path, new SymbolicOutcome(kind, null, before.effects().clone()))));
        Optional<PathCondition> otherwise = before.path().where(terms.not(condition), terms);
        otherwise.ifPresent(before::setPath);
        now = otherwise.isPresent() ? before : null;
    }

    private BitVecExpr load(Load load) throws UnprovableException {
        if (!load.valueType().isScalar()) {
            throw new UnprovableException("it loads a " + load.valueType());
        }
        BitVecExpr address = value(load.address());
        BoolExpr inside = null;
        if (now != null) {
            BoolExpr outside =
                    layout.isOutside(now.effects(), load.memory().name(), address, load.offset(), load.bytes(), terms);
            inside = terms.not(outside);
            trap(outside, SymbolicOutcome.OUT_OF_BOUNDS);
        }
        if (now == null) {
            return null;
        }
        BitVecExpr place = terms.place(terms.sum(address, load.offset()), inside);
        execution.addAccess(
                new SymbolicExecution.Access(now.path(), load.memory().name(), place, load.bytes()));
        BitVecExpr read =
                terms.memories().read(now.effect(layout.memory(load.memory().name())), place, load.bytes());
        return terms.extended(read, SymbolicExecution.bits(load.valueType()), load.signed());
    }

    private BitVecExpr store(Store store) throws UnprovableException {
        if (!store.valueType().isScalar() && store.value().isReachable()) {
            throw new UnprovableException("it stores a " + store.valueType());
        }
        BitVecExpr address = value(store.address());
        BitVecExpr value = now == null ? null : value(store.value());
        BoolExpr inside = null;
        if (now != null) {
            BoolExpr outside = layout.isOutside(
                    now.effects(), store.memory().name(), address, store.offset(), store.bytes(), terms);
            inside = terms.not(outside);
            trap(outside, SymbolicOutcome.OUT_OF_BOUNDS);
        }
        if (now != null) {
            int memory = layout.memory(store.memory().name());
            BitVecExpr place = terms.place(terms.sum(address, store.offset()), inside);
            execution.addAccess(
                    new SymbolicExecution.Access(now.path(), store.memory().name(), place, store.bytes()));
            now.setEffect(memory, terms.memories().write(now.effect(memory), place, store.bytes(), value));
        }
        return null;
    }

    private BitVecExpr call(Call call) throws UnprovableException {
        var arguments = new ArrayList<BitVecExpr>();
        for (Expr operand : call.operands()) {
            arguments.add(value(operand));
            if (now == null) {
                return null;
            }
        }
        ValueType type = call.tail() ? function.signature().result() : call.type();
        Optional<FunctionBody> body = execution.inlined(call.target());
        BitVecExpr result;
        if (body.isPresent()) {
            Arrival end = execution.call(body.get(), arguments, now, depth + 1);
            now = end == null ? null : back(end.state());
            result = end == null ? null : end.value();
        } else {
            result = effect(call.target(), arguments, type);
        }
        if (now != null && call.tail()) {
            leave(result);
            return null;
        }
        return result;
    }

    private SymbolicState back(SymbolicState end) {
        for (int i = 0; i < layout.places(); i++) {
            now.setEffect(i, end.effect(i));
        }
        now.setPath(end.path());
        return now;
    }

    /**
     * A call that is not inlined. An uninterpreted function maps the arguments and the state before it to a new world,
     * which determines the state after it. So two worlds are equal for certain only if the same calls made them, with
     * the same arguments, memories and globals, in the same order.
     */
    private BitVecExpr effect(String callee, List<BitVecExpr> arguments, ValueType type) throws UnprovableException {
        if (type.isConcrete() && !type.isScalar()) {
            throw new UnprovableException("a call returns a " + type);
        }
        execution.setInexact();
        List<Sort> sorts = layout.sorts(terms);
        List<com.microsoft.z3.Expr<?>> before = new ArrayList<>(arguments);
        for (int i = 0; i < layout.draws(); i++) {
            before.add(now.effect(i));
        }
        com.microsoft.z3.Expr<?> world = terms.apply("call " + callee, sorts.get(layout.world()), before);
        for (int i = 0; i < layout.world(); i++) {
            now.setEffect(i, terms.apply("after " + i, sorts.get(i), List.of(world)));
        }
        now.setEffect(layout.world(), world);
        int half = SymbolicOutcome.END_BITS / 2;
        var inside = (BitVecExpr) terms.apply("end", terms.context().mkBitVecSort(half), List.of(world));
        BitVecExpr end = terms.concat(terms.number(SymbolicOutcome.IN_CALLEE, half), inside);
        leaveFor(terms.not(terms.isNumber(inside, SymbolicOutcome.RETURNED)), end);
        return !type.isConcrete() || now == null
                ? null
                : (BitVecExpr) terms.apply(
                        "result " + type, terms.context().mkBitVecSort(SymbolicExecution.bits(type)), List.of(world));
    }

    private BitVecExpr numeric(Numeric numeric) throws UnprovableException {
        var operands = new ArrayList<BitVecExpr>();
        for (Expr operand : numeric.operands()) {
            operands.add(value(operand));
            if (now == null) {
                return null;
            }
        }
        if (!numeric.operator().result().isScalar()
                || !numeric.operator().operands().stream().allMatch(ValueType::isScalar)) {
            throw new UnprovableException(
                    "it has the vector operation " + numeric.operator().name());
        }
        var operations = new FloatOperations(terms);
        Optional<BitVecExpr> onBits = operations.onBits(numeric.operator(), operands);
        if (onBits.isPresent()) {
            return onBits.get();
        }
        execution.setInexact();
        return switch (numeric.operator().outcome()) {
            case EXACT -> operations.exact(numeric.operator(), operands);
            case ANY_NAN -> {
                var draws = (BitVecExpr) now.effect(layout.draws());
                now.setEffect(layout.draws(), terms.sum(draws, 1));
                yield operations.drawn(numeric.operator(), operands, draws);
            }
            case TRAPS -> {
                BitVecExpr trap = operations.trap(numeric.operator(), operands);
                leaveFor(terms.not(terms.isNumber(trap, SymbolicOutcome.RETURNED)), trap);
                yield now == null ? null : operations.exact(numeric.operator(), operands);
            }
        };
    }
}
