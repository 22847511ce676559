package io.github.mewe.harden;

import io.github.mewe.harden.FrameFacts.Frame;
import io.github.mewe.harden.FrameFacts.NoFrame;
import io.github.mewe.harden.FrameFacts.NotUnderstood;
import io.github.mewe.harden.FrameState.Level;
import io.github.mewe.harden.FrameState.Value;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Drop;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.Switch;
import io.github.mewe.wasm.ValueType;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds out how a function uses its frame. Follows the stack pointer and the addresses that derive from it through all
 * paths, once per node.
 *
 * <p>A frame is understood if every path leaves the function with the stack pointer that it began with, if the value at
 * entry serves only to compute addresses below it and to restore it, and if no access with a constant offset reaches
 * the caller's frame. Then the function behaves in the same way with a lower stack pointer, except that its frame is
 * elsewhere.
 */
final class FrameAnalysis {
    private final StackPointer pointer;
    private final Predicate<String> returnsFirst;
    private final LocalWrites writes;
    private final boolean hasHiddenBranches;
    private final Map<String, FrameState> atLabels = new HashMap<>();
    private final BitSet entryReads = new BitSet();
    private final BitSet restoringWrites = new BitSet();
    private final BitSet lowerings = new BitSet();
    private final BitSet checks = new BitSet();

    /** The locals that are assigned at one place only, as far as the analysis has come. */
    private FrameState singles = FrameState.atEntry();

    /** The level at the calls of the innermost try; null before the first. */
    private Level thrown;

    /** The number of expressions around the current one that catch exceptions by branches. */
    private int catching;

    /** The level at the calls inside expressions that catch exceptions by branches; null before the first. */
    private Level caught;

    /** True if the stack pointer was written at a level that depends on the path. */
    private boolean isUnsure;

    /** The state on the current path; null if control does not get there. */
    private FrameState state = FrameState.atEntry();

    private int accesses;

    private FrameAnalysis(FunctionBody function, StackPointer pointer, Predicate<String> returnsFirst) {
        this.pointer = pointer;
        this.returnsFirst = returnsFirst;
        this.writes = LocalWrites.of(function.root());
        this.hasHiddenBranches = ExprWalk.any(function.root(), FrameAnalysis::branchesUnseen);
    }

    private static boolean branchesUnseen(Expr expr) {
        return expr instanceof Opaque opaque
                && opaque.template().hasLabels()
                && !opaque.template().hasHandlers();
    }

    /** Ends the analysis of a function that is not understood. */
    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(String reason) {
            super(reason, null, false, false);
        }
    }

    /**
     * Analyses a function.
     *
     * @param returnsFirst determines if a callee returns its first argument
     */
    static FrameFacts of(FunctionBody function, StackPointer pointer, Predicate<String> returnsFirst) {
        if (!pointer.isUsedIn(function)) {
            return new NoFrame();
        }
        var analysis = new FrameAnalysis(function, pointer, returnsFirst);
        try {
            Value result = analysis.visit(function.root());
            analysis.leave(result);
        } catch (Failure e) {
            return new NotUnderstood(e.getMessage());
        }
        return new Frame(
                analysis.entryReads, analysis.lowerings, analysis.restoringWrites, analysis.checks, !analysis.isUnsure);
    }

    /** Follows an expression and returns its value relative to the stack pointer at entry. */
    private Value visit(Expr expr) {
        if (pointer.isReadBy(expr)) {
            return read();
        }
        if (pointer.isWrittenBy(expr)) {
            write(visit(((GlobalSet) expr).value()));
            return Value.OTHER;
        }
        if (expr instanceof LocalGet get) {
            return local(get.index());
        }
        if (expr instanceof LocalSet set) {
            return assign(set);
        }
        if (expr instanceof IntBinary binary) {
            return compute(binary);
        }
        if (expr instanceof Load load) {
            access(visit(load.address()), load.offset());
            return Value.OTHER;
        }
        if (expr instanceof Store store) {
            Value address = visit(store.address());
            keep(visit(store.value()));
            access(address, store.offset());
            return Value.OTHER;
        }
        if (expr instanceof Drop drop) {
            visit(drop.value());
            return Value.OTHER;
        }
        return visitControl(expr);
    }

    private Value visitControl(Expr expr) {
        if (expr instanceof Block block) {
            return sequence(block);
        }
        if (expr instanceof Loop loop) {
            return repeat(loop);
        }
        if (expr instanceof If choice) {
            return choose(choice);
        }
        if (expr instanceof Break jump) {
            keepAll(jump.children());
            branch(jump.label());
            if (jump.condition() == null) {
                state = null;
            }
            return Value.OTHER;
        }
        if (expr instanceof Switch table) {
            keepAll(table.children());
            table.targets().forEach(this::branch);
            branch(table.defaultTarget());
            state = null;
            return Value.OTHER;
        }
        if (expr instanceof Return end) {
            leave(end.value() == null ? Value.OTHER : visit(end.value()));
            return Value.OTHER;
        }
        if (expr instanceof Call call) {
            return visit(call);
        }
        if (expr instanceof Opaque opaque) {
            return visit(opaque);
        }
        keepAll(expr.children());
        endIfUnreachable(expr);
        return Value.OTHER;
    }

    private Value visit(Call call) {
        Value first = Value.OTHER;
        for (int i = 0; i < call.operands().size(); i++) {
            Value operand = visit(call.operands().get(i));
            keep(operand);
            first = i == 0 ? operand : first;
        }
        mayThrow();
        if (call.tail()) {
            leave(Value.OTHER);
        } else {
            endIfUnreachable(call);
        }
        return state != null && returnsFirst.test(call.target()) ? first : Value.OTHER;
    }

    private Value visit(Opaque opaque) {
        if (opaque.template().hasHandlers()) {
            return visitTry(opaque);
        }
        int labels = opaque.template().hasLabels() ? 1 : 0;
        catching += labels;
        keepAll(opaque.children());
        mayThrow();
        catching -= labels;
        if (opaque.template().leavesFunction()) {
            leave(Value.OTHER);
        } else {
            endIfUnreachable(opaque);
        }
        return Value.OTHER;
    }

    /** A handler may begin after any part of the body. */
    private Value visitTry(Opaque opaque) {
        List<Expr> children = opaque.children();
        FrameState anywhere = state == null ? null : writes.whileRunning(children.get(0), state);
        Level outside = thrown;
        thrown = null;
        keep(visit(children.get(0)));
        FrameState end = state;
        FrameState start = thrown == null || anywhere == null ? null : anywhere.at(thrown);
        thrown = Level.merged(outside, thrown);
        for (Expr handler : children.subList(1, children.size())) {
            state = start;
            keep(visit(handler));
            end = FrameState.merged(end, state);
        }
        state = end;
        return Value.OTHER;
    }

    /** Notes that control may leave for a handler. */
    private void mayThrow() {
        if (state != null) {
            thrown = Level.merged(thrown, state.level());
            if (catching > 0) {
                caught = Level.merged(caught, state.level());
            }
        }
    }

    private void endIfUnreachable(Expr expr) {
        if (!expr.isReachable()) {
            state = null;
        }
    }

    private Value read() {
        int number = accesses++;
        if (state == null) {
            return Value.OTHER;
        }
        return switch (state.level()) {
            case ENTRY -> {
                entryReads.set(number);
                state = state.afterRead();
                yield Value.ENTRY;
            }
            case LOWERED -> state.pointer();
            case MIXED -> throw new Failure("reads the stack pointer where its level depends on the path");
        };
    }

    private void write(Value value) {
        int number = accesses++;
        if (state == null) {
            return;
        }
        isUnsure |= state.level() == Level.MIXED;
        if (value.isAtEntry()) {
            restoringWrites.set(number);
            checks.set(number, state.level() == Level.LOWERED);
            state = state.restored();
            return;
        }
        if (value.isAtOrAboveEntry()) {
            throw new Failure("raises the stack pointer above its value at entry");
        }
        if (state.level() == Level.ENTRY) {
            if (!state.wasRead()) {
                throw new Failure("sets the stack pointer without having read it");
            }
            lowerings.set(number);
        }
        state = state.lowered(value);
    }

    private Value local(int index) {
        if (state == null) {
            return Value.OTHER;
        }
        Value value = state.local(index);
        if (value.isLost()) {
            throw new Failure("keeps the stack pointer of its caller in a local on some paths only");
        }
        return value;
    }

    private Value assign(LocalSet set) {
        Value value = visit(set.value());
        writes.pass();
        if (state != null) {
            state = state.with(set.index(), value);
            if (writes.isSingle(set.index())) {
                singles = singles.with(set.index(), value);
            }
        }
        return set.tee() ? value : Value.OTHER;
    }

    private Value compute(IntBinary binary) {
        Value left = visit(binary.left());
        Value right = visit(binary.right());
        boolean isSub = binary.operator() == BinaryOperator.SUB;
        if (isSub || binary.operator() == BinaryOperator.ADD) {
            if (left.isExact() && binary.right() instanceof Const c) {
                return left.plus(isSub ? -signed(c) : signed(c));
            }
            if (!isSub && right.isExact() && binary.left() instanceof Const c) {
                return right.plus(signed(c));
            }
            if (isSub && left.isExact() && !right.isExact()) {
                // Allocates a number of bytes that is not constant.
                return Value.OTHER;
            }
        }
        if (binary.operator() == BinaryOperator.AND || binary.operator().isComparison()) {
            return Value.OTHER;
        }
        keep(left);
        keep(right);
        return Value.OTHER;
    }

    private static long signed(Const constant) {
        return constant.type().equals(ValueType.I32) ? (int) constant.bits() : constant.bits();
    }

    /** Accepts that a value goes where the analysis does not follow it. */
    private void keep(Value value) {
        if (state != null && value.isCallers()) {
            throw new Failure("uses the stack pointer of its caller as a value");
        }
    }

    private void keepAll(List<Expr> operands) {
        for (Expr operand : operands) {
            keep(visit(operand));
        }
    }

    private void access(Value address, long offset) {
        if (state != null && address.isExact() && address.plus(offset).isAtOrAboveEntry()) {
            throw new Failure("accesses its caller's frame");
        }
    }

    private void leave(Value result) {
        if (state != null) {
            keep(result);
            if (state.level() != Level.ENTRY) {
                throw new Failure("returns with another stack pointer than it was called with");
            }
        }
        state = null;
    }

    private void branch(String label) {
        if (state != null) {
            atLabels.merge(label, state, FrameState::merged);
        }
    }

    private Value sequence(Block block) {
        Value value = Value.OTHER;
        FrameState before = state;
        for (Expr item : block.items()) {
            value = visit(item);
        }
        if (block.label() == null) {
            return value;
        }
        FrameState branched = atLabels.remove(block.label());
        if (branched != null) {
            keep(value);
            value = Value.OTHER;
            state = FrameState.merged(state, branched);
        }
        if (hasHiddenBranches && before != null && caught != null) {
            keep(value);
            value = Value.OTHER;
            state = FrameState.merged(state, singles.at(caught));
        }
        return value;
    }

    /** A loop begins with what holds at its start and after each of its iterations. */
    private Value repeat(Loop loop) {
        if (state != null) {
            state = writes.whileRunning(loop, state);
        }
        FrameState start = state;
        Value value = visit(loop.body());
        FrameState repeated = loop.label() == null ? null : atLabels.remove(loop.label());
        if (repeated != null && start != null && repeated.level() != start.level()) {
            throw new Failure("moves the stack pointer in a loop");
        }
        return value;
    }

    private Value choose(If choice) {
        keep(visit(choice.condition()));
        FrameState before = state;
        Value ifTrue = visit(choice.ifTrue());
        keep(ifTrue);
        FrameState after = state;
        state = before;
        if (choice.ifFalse() != null) {
            keep(visit(choice.ifFalse()));
        }
        state = FrameState.merged(after, state);
        return Value.OTHER;
    }
}
