package io.github.mewe.harden;

import io.github.mewe.harden.FrameFacts.Frame;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Return;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Moves the frame of a body down and guards it.
 *
 * <p>The body runs as if its caller had lowered the stack pointer by the padding. While the stack pointer has its value
 * at entry, it is that much higher than the body expects: reads subtract the padding, and writes that restore it add
 * the padding. With an offset at run time, the body reads it once and keeps its sum with the padding in a local. The
 * body's other reads and writes are as before. A canary lies at the bottom of the padding. It is written when the body
 * lowers the stack pointer, and checked when the body restores it, so before every return and tail call.
 *
 * @param pointer the stack pointer
 * @param padding a multiple of the stack's alignment; at least that alignment if there is a canary
 * @param offset the global with the bytes to add to the padding at run time; a multiple of the stack's alignment
 * @param canary the guard of the frame
 * @param returnsFirst determines if a callee returns its first argument
 */
record FrameHardening(
        StackPointer pointer,
        int padding,
        Optional<String> offset,
        Optional<Canary> canary,
        Predicate<String> returnsFirst) {

    /**
     * Hardens a body.
     *
     * @param body a body of a function whose original has an understood frame
     * @return empty if the body's shape does not allow it
     */
    Optional<FunctionBody> apply(FunctionBody body) {
        FrameFacts facts = FrameAnalysis.of(body, pointer, returnsFirst);
        if (facts instanceof Frame frame && (canary.isEmpty() || frame.isGuardable())) {
            return Optional.of(new Application(body).fold(frame));
        }
        return wrapped(body);
    }

    /**
     * Hardens a body whatever its code looks like, at some cost: lowers the stack pointer at the start and restores it
     * at the end.
     *
     * @return empty if the body's shape does not allow it
     */
    Optional<FunctionBody> wrapped(FunctionBody body) {
        return canBeWrapped(body) ? Optional.of(new Application(body).wrap()) : Optional.empty();
    }

    /** Determines if all ways out of the function, except exceptions and traps, can be led through one place. */
    private static boolean canBeWrapped(FunctionBody body) {
        return !body.signature().result().isTuple()
                && !ExprWalk.any(
                        body.root(),
                        expr -> expr instanceof Call call && call.tail()
                                || expr instanceof Opaque opaque
                                        && opaque.template().leavesFunction());
    }

    /** The hardening of one body. */
    private final class Application {
        private final FunctionBody body;
        private final List<ValueType> added = new ArrayList<>();
        private final LocalGet top;
        private final LocalGet expected;
        private final LocalGet shift;
        private int accesses;

        private Application(FunctionBody body) {
            this.body = body;
            this.top = local(pointer.type());
            this.expected = canary.isPresent() ? local(ValueType.I64) : null;
            this.shift = offset.isPresent() ? local(pointer.type()) : null;
        }

        private LocalGet local(ValueType type) {
            added.add(type);
            return new LocalGet(body.localCount() + added.size() - 1, type);
        }

        /** Changes the constants of the body's own code. */
        private FunctionBody fold(Frame frame) {
            Expr root = ExprTransformer.bottomUp(body.root(), expr -> folded(expr, frame));
            return shift == null
                    ? body.with(root, added)
                    : body.with(new Block(null, List.of(readOffset(), root), root.type()), added);
        }

        private Expr readOffset() {
            Expr read = new GlobalGet(offset.orElseThrow(), pointer.type());
            return LocalSet.set(shift.index(), plus(read, constantDistance()));
        }

        private Expr constantDistance() {
            return padding == 0 ? null : new Const(pointer.type(), padding);
        }

        /** The bytes between the caller's frame and this one; null for none. */
        private Expr distance() {
            return shift != null ? shift : constantDistance();
        }

        private Expr folded(Expr expr, Frame frame) {
            if (pointer.isReadBy(expr)) {
                return frame.entryReads().get(accesses++) ? LocalSet.tee(top.index(), below(expr)) : expr;
            }
            if (pointer.isWrittenBy(expr)) {
                GlobalSet set = (GlobalSet) expr;
                int number = accesses++;
                if (frame.restoringWrites().get(number)) {
                    return guarded(
                            set,
                            canary.map(c -> c.check(top, expected)),
                            frame.checks().get(number),
                            distance());
                }
                return guarded(
                        set,
                        canary.map(c -> c.write(top, expected)),
                        frame.lowerings().get(number),
                        null);
            }
            return expr;
        }

        private Expr guarded(GlobalSet set, Optional<Expr> guard, boolean isGuarded, Expr raise) {
            if (guard.isEmpty() || !isGuarded) {
                return raise == null ? set : new GlobalSet(set.name(), plus(set.value(), raise));
            }
            LocalGet value = local(pointer.type());
            return new Block(
                    null,
                    List.of(
                            LocalSet.set(value.index(), set.value()),
                            guard.get(),
                            new GlobalSet(set.name(), plus(value, raise))),
                    set.type());
        }

        /** Lowers the stack pointer around the body. */
        private FunctionBody wrap() {
            String exit = Labels.of(body.root()).fresh("exit");
            ValueType type = body.signature().result();
            Expr inner = ExprTransformer.bottomUp(
                    body.root(),
                    expr -> expr instanceof Return end
                            ? new Break(exit, end.value(), null, ValueType.UNREACHABLE)
                            : expr);
            var items = new ArrayList<Expr>();
            if (shift != null) {
                items.add(readOffset());
            }
            items.add(new GlobalSet(
                    pointer.global(),
                    LocalSet.tee(top.index(), below(new GlobalGet(pointer.global(), pointer.type())))));
            canary.ifPresent(guard -> items.add(guard.write(top, expected)));
            Block block = new Block(exit, List.of(inner), type);
            LocalGet result = type.equals(ValueType.NONE) ? null : local(type);
            items.add(result == null ? block : LocalSet.set(result.index(), block));
            canary.ifPresent(guard -> items.add(guard.check(top, expected)));
            items.add(new GlobalSet(pointer.global(), plus(top, distance())));
            if (result != null) {
                items.add(result);
            }
            return body.with(new Block(null, items, type), added);
        }

        private Expr below(Expr value) {
            Expr distance = distance();
            return distance == null ? value : IntBinary.of(BinaryOperator.SUB, pointer.type(), value, distance);
        }

        private Expr plus(Expr value, Expr summand) {
            return summand == null ? value : IntBinary.of(BinaryOperator.ADD, pointer.type(), value, summand);
        }
    }
}
