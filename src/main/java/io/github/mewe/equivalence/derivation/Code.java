package io.github.mewe.equivalence.derivation;

import io.github.mewe.equivalence.derivation.CodeInstruction.Kind;
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
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.OpaqueKind;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.ir.VectorConst;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** A body as a control-flow graph over registers. Selected callees are part of the graph. */
final class Code {
    private static final int MOST_INSTRUCTIONS = 60_000;
    private static final int[] NO_REGISTERS = {};

    /** Binaryen's label for the caller in a legacy {@code delegate}. */
    private static final String CALLER = "__binaryen_delegate_caller_target";

    final List<CodeInstruction> instructions = new ArrayList<>();
    final List<ValueType> registers = new ArrayList<>();
    /** The registers of the mutable globals. */
    final Map<String, Integer> globals;

    private final Function<String, Optional<FunctionBody>> inlined;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Map<Integer, Integer> sent = new HashMap<>();
    private final Map<Integer, List<Handler>> handlersAt = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();

    /** The handlers of exceptions that are thrown at the present place, the innermost first. */
    private List<Handler> handlers = List.of();

    /** The legacy handler that is being translated; null if there is none. */
    private Handler received;

    /** Created at the first question, since most parts of bodies are straight-line code. */
    private int[][] live;

    private Code(Map<String, Integer> globals, Function<String, Optional<FunctionBody>> inlined) {
        this.globals = globals;
        this.inlined = inlined;
    }

    /** A function that is being translated. */
    private static final class Frame {
        private final FunctionBody function;
        private final int base;
        /** The handlers of the callers. */
        private final List<Handler> outerHandlers;

        private final Map<String, Label> labels = new HashMap<>();
        /** The handlers of exceptions that are thrown in the body of a legacy try, by its label. */
        private final Map<String, List<Handler>> tries = new HashMap<>();

        /** The exceptions that legacy handlers received, by the label of their try. */
        private final Map<String, Integer> exceptions = new HashMap<>();

        private final Label end = new Label();

        Frame(FunctionBody function, int base, List<Handler> outerHandlers) {
            this.function = function;
            this.base = base;
            this.outerHandlers = outerHandlers;
        }
    }

    /**
     * A place where a run continues after an exception.
     *
     * @param tag the tag of the exceptions that it handles; null for all
     * @param sendsReference true if it receives a reference to the exception after the tag's values
     * @param exception the register that receives the exception for a legacy rethrow, or -1
     */
    record Handler(String tag, boolean sendsReference, Label target, int exception) {
        /** The register that receives the values, or -1. */
        int value() {
            return target.value;
        }

        /** The type of the values. */
        ValueType valueType() {
            return target.type;
        }

        /** Determines if another handler receives the same from the same exceptions. */
        boolean isLike(Handler other) {
            return Objects.equals(tag, other.tag) && sendsReference == other.sendsReference;
        }
    }

    /** A target of branches. */
    private static final class Label {
        private int place = -1;
        private int value = -1;
        private ValueType type = ValueType.NONE;
        private final List<int[]> uses = new ArrayList<>();
    }

    /**
     * Translates a body.
     *
     * @param globals the types of the mutable globals, in the same order for all bodies that are compared
     * @param inlined the callees to translate with the body, by name
     */
    static Code of(
            FunctionBody body, Map<String, ValueType> globals, Function<String, Optional<FunctionBody>> inlined) {
        var places = new HashMap<String, Integer>();
        var code = new Code(places, inlined);
        for (Map.Entry<String, ValueType> global : globals.entrySet()) {
            places.put(global.getKey(), code.registers.size());
            code.registers.add(global.getValue());
        }
        code.translate(body);
        return code;
    }

    /** The first register of the body's locals. */
    int firstLocal() {
        return globals.size();
    }

    CodeInstruction at(int place) {
        return instructions.get(place);
    }

    /**
     * The registers, apart from globals, whose values an instruction and its successors may read. Known where a run
     * {@linkplain CodeInstruction#canStop can stop}.
     */
    int[] live(int place) {
        if (live == null) {
            live = new Liveness(instructions, globals.size()).atStops();
        }
        return live[place];
    }

    private void translate(FunctionBody body) {
        var frame = new Frame(body, registers.size(), handlers);
        frames.push(frame);
        for (int i = 0; i < body.localCount(); i++) {
            registers.add(body.localType(i));
        }
        int value = translate(body.root());
        if (value != NEVER) {
            emit(Kind.RETURN, null, -1, value >= 0 ? new int[] {value} : NO_REGISTERS);
        }
        frames.pop();
    }

    private static final int NONE = -1;
    private static final int NEVER = -2;

    /** A register for a value that is read once. */
    private int temporary() {
        if (!free.isEmpty()) {
            return free.pop();
        }
        registers.add(ValueType.NONE);
        return registers.size() - 1;
    }

    private void release(int register) {
        if (register >= 0) {
            free.push(register);
        }
    }

    private int[] emit(Kind kind, Expr expr, int target, int... operands) {
        int[] next = {instructions.size() + 1, instructions.size() + 1};
        add(new CodeInstruction(kind, expr, target, operands, next));
        return next;
    }

    private void add(CodeInstruction instruction) {
        if (instructions.size() >= MOST_INSTRUCTIONS) {
            throw new UndecidedException("the bodies exceed " + MOST_INSTRUCTIONS + " instructions");
        }
        instructions.add(instruction);
    }

    private void jump(Label label) {
        use(label, emit(Kind.GOTO, null, -1, NO_REGISTERS), 0);
    }

    private void use(Label label, int[] next, int index) {
        if (label.place >= 0) {
            next[index] = label.place;
        } else {
            label.uses.add(new int[] {instructions.size() - 1, index});
        }
    }

    private void place(Label label) {
        label.place = instructions.size();
        for (int[] use : label.uses) {
            instructions.get(use[0]).next()[use[1]] = label.place;
        }
    }

    /** Translates an expression and returns the register of its value, {@link #NONE} or {@link #NEVER}. */
    private int translate(Expr expr) {
        if (expr instanceof LocalGet get) {
            return copy(frames.peek().base + get.index());
        }
        if (expr instanceof Const || expr instanceof VectorConst) {
            return compute(expr, NO_REGISTERS);
        }
        if (expr instanceof LocalSet set) {
            int value = translate(set.value());
            if (value == NEVER) {
                return NEVER;
            }
            emit(Kind.COPY, null, frames.peek().base + set.index(), value);
            if (set.tee()) {
                return value;
            }
            release(value);
            return NONE;
        }
        if (expr instanceof Block block) {
            return block(block);
        }
        if (expr instanceof Loop loop) {
            return loop(loop);
        }
        if (expr instanceof If choice) {
            return choice(choice);
        }
        if (expr instanceof Break jump) {
            return jump(jump);
        }
        if (expr instanceof Switch table) {
            return table(table);
        }
        if (expr instanceof Return leave) {
            return leave(leave.value());
        }
        if (expr instanceof Nop) {
            return NONE;
        }
        if (expr instanceof Unreachable) {
            emit(Kind.TRAP, expr, -1, NO_REGISTERS);
            return NEVER;
        }
        return operation(expr);
    }

    private int copy(int from) {
        int target = temporary();
        emit(Kind.COPY, null, target, from);
        return target;
    }

    private void releaseAll(int[] operands) {
        for (int operand : operands) {
            release(operand);
        }
    }

    private int compute(Expr expr, int... operands) {
        releaseAll(operands);
        int target = temporary();
        emit(Kind.COMPUTE, expr, target, operands);
        return target;
    }

    private int operation(Expr expr) {
        if (expr instanceof Opaque opaque) {
            OpaqueKind kind = opaque.template().kind();
            if (kind instanceof OpaqueKind.TryTable scope) {
                return tryTable(opaque, scope);
            }
            if (kind instanceof OpaqueKind.Try scope) {
                return legacyTry(opaque, scope);
            }
            if (kind instanceof OpaqueKind.Rethrow again) {
                return rethrow(opaque, again.label());
            }
            if (kind instanceof OpaqueKind.Pop) {
                return pop();
            }
            if (opaque.template().hasLabels() && !opaque.template().isBranch()) {
                throw new UndecidedException("an instruction with a label is not modelled");
            }
        }
        List<Expr> children = expr.children();
        var operands = new int[children.size()];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = translate(children.get(i));
            if (operands[i] == NEVER) {
                return NEVER;
            }
        }
        if (expr instanceof Drop) {
            releaseAll(operands);
            return NONE;
        }
        if (expr instanceof GlobalSet set) {
            Integer global = globals.get(set.name());
            if (global == null) {
                throw new UndecidedException("a global of an unknown type is written");
            }
            emit(Kind.COPY, null, global, operands[0]);
            releaseAll(operands);
            return NONE;
        }
        if (expr instanceof GlobalGet get && globals.containsKey(get.name())) {
            return copy(globals.get(get.name()));
        }
        if (expr instanceof Store store) {
            return store(store, operands);
        }
        if (expr instanceof Load load) {
            return load(load, operands);
        }
        if (expr instanceof Call call) {
            return call(call, operands);
        }
        if (expr instanceof Opaque opaque) {
            if (opaque.template().isBranch()) {
                return fork(opaque, operands);
            }
            if (opaque.template().leavesFunction()) {
                return tail(expr, operands);
            }
            if (isTupleOperation(opaque)) {
                return compute(expr, operands);
            }
            return event(expr, operands, expr.type());
        }
        if (expr instanceof IntBinary
                || expr instanceof IntUnary
                || expr instanceof Numeric
                || expr instanceof Select
                || expr instanceof GlobalGet) {
            return compute(expr, operands);
        }
        throw new UndecidedException("an instruction is not modelled");
    }

    private int store(Store store, int[] operands) {
        releaseAll(operands);
        if (isModelled(store.memory())) {
            emit(Kind.STORE, store, -1, operands);
        } else {
            effect(store, -1, operands, List.of());
        }
        return NONE;
    }

    private int load(Load load, int[] operands) {
        releaseAll(operands);
        int target = temporary();
        if (isModelled(load.memory())) {
            emit(Kind.LOAD, load, target, operands);
        } else {
            effect(load, target, operands, List.of());
        }
        return target;
    }

    /** Other threads write a shared memory; the sum of a 64-bit address and an offset may overflow. */
    private static boolean isModelled(Memory memory) {
        return !memory.shared() && !memory.is64();
    }

    private static boolean isTupleOperation(Opaque opaque) {
        OpaqueKind kind = opaque.template().kind();
        return kind instanceof OpaqueKind.MakeTuple || kind instanceof OpaqueKind.ExtractElement;
    }

    private int event(Expr expr, int[] operands, ValueType type) {
        releaseAll(operands);
        int target = type.isConcrete() ? temporary() : -1;
        effect(expr, target, operands, handlers);
        if (type.equals(ValueType.UNREACHABLE)) {
            // It throws or traps.
            emit(Kind.TRAP, expr, -1, NO_REGISTERS);
            return NEVER;
        }
        return target >= 0 ? target : NONE;
    }

    /** Emits an effect. The first successor follows if it throws no exception; the others are the handlers. */
    private void effect(Expr expr, int target, int[] operands, List<Handler> caught) {
        var next = new int[1 + caught.size()];
        next[0] = instructions.size() + 1;
        add(new CodeInstruction(Kind.EVENT, expr, target, operands, next));
        for (int i = 0; i < caught.size(); i++) {
            use(caught.get(i).target, next, 1 + i);
        }
        if (!caught.isEmpty()) {
            handlersAt.put(instructions.size() - 1, caught);
        }
    }

    /** The handlers of exceptions that an effect throws. They are its successors from the second on. */
    List<Handler> handlers(int place) {
        return handlersAt.getOrDefault(place, List.of());
    }

    private int tryTable(Opaque opaque, OpaqueKind.TryTable scope) {
        List<Handler> inside = new ArrayList<>();
        for (OpaqueKind.Clause clause : scope.clauses()) {
            inside.add(new Handler(clause.tag(), clause.sendsReference(), label(clause.label()), -1));
        }
        List<Handler> outside = handlers;
        handlers = followedBy(outside, inside);
        int value = translate(opaque.children().get(0));
        handlers = outside;
        return value;
    }

    /** The handlers up to the first that handles all exceptions. */
    private static List<Handler> followedBy(List<Handler> outside, List<Handler> inside) {
        List<Handler> all = new ArrayList<>(inside);
        all.addAll(outside);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).tag == null) {
                return List.copyOf(all.subList(0, i + 1));
            }
        }
        return List.copyOf(all);
    }

    private int legacyTry(Opaque opaque, OpaqueKind.Try scope) {
        Frame frame = frames.peek();
        List<Expr> bodies = opaque.children().subList(1, opaque.children().size());
        List<Handler> own = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            String tag = i < scope.tags().size() ? scope.tags().get(i) : null;
            own.add(new Handler(tag, false, received(bodies.get(i)), temporary()));
        }
        var end = new Label();
        if (opaque.type().isConcrete()) {
            end.value = temporary();
        }
        List<Handler> outside = handlers;
        handlers = scope.delegate() == null ? followedBy(outside, own) : delegated(scope.delegate());
        frame.tries.put(scope.label(), handlers);
        finish(translate(opaque.children().get(0)), end);
        frame.tries.remove(scope.label());
        handlers = outside;
        for (int i = 0; i < own.size(); i++) {
            handle(own.get(i), bodies.get(i), scope.label(), end);
        }
        return arrive(end, NEVER);
    }

    /** The target of a legacy handler, with the type of what its {@code pop} receives. */
    private Label received(Expr handler) {
        Expr first = handler;
        while (!first.children().isEmpty()) {
            first = first.children().get(0);
        }
        var label = new Label();
        if (first instanceof Opaque opaque && opaque.template().kind() instanceof OpaqueKind.Pop) {
            label.type = first.type();
            label.value = temporary();
        }
        return label;
    }

    private List<Handler> delegated(String label) {
        if (label.equals(CALLER)) {
            return frames.peek().outerHandlers;
        }
        List<Handler> target = frames.peek().tries.get(label);
        if (target == null) {
            throw new UndecidedException("a try delegates to a handler that it is not in");
        }
        return target;
    }

    /** Leaves one of several paths to a common end, with a value if they have one. */
    private void finish(int value, Label end) {
        if (value == NEVER) {
            return;
        }
        if (value >= 0 && end.value >= 0) {
            emit(Kind.COPY, null, end.value, value);
        }
        release(value);
        jump(end);
    }

    private void handle(Handler handler, Expr body, String label, Label end) {
        if (!handler.target.uses.isEmpty()) {
            place(handler.target);
            Handler outer = received;
            received = handler;
            frames.peek().exceptions.put(label, handler.exception);
            finish(translate(body), end);
            frames.peek().exceptions.remove(label);
            received = outer;
        }
        release(handler.exception);
        release(handler.value());
    }

    private int pop() {
        if (received == null || received.value() < 0) {
            throw new UndecidedException("a pop is not modelled");
        }
        return copy(received.value());
    }

    private int rethrow(Opaque again, String label) {
        Integer exception = frames.peek().exceptions.get(label);
        if (exception == null) {
            throw new UndecidedException("an exception is rethrown outside of its handler");
        }
        int operand = copy(exception);
        return event(again, new int[] {operand}, again.type());
    }

    /** A branch that depends on a reference. The first successor follows if it is not taken. */
    private int fork(Opaque branch, int[] operands) {
        releaseAll(operands);
        int target = branch.type().isConcrete() ? temporary() : -1;
        Label label = label(branch.template().branchLabel());
        int[] next = emit(Kind.FORK, branch, target, operands);
        use(label, next, 1);
        sent.put(instructions.size() - 1, label.value);
        if (branch.type().equals(ValueType.UNREACHABLE)) {
            emit(Kind.TRAP, branch, -1, NO_REGISTERS);
            return NEVER;
        }
        return target >= 0 ? target : NONE;
    }

    /** The register that receives what a branch on a reference sends to its label; -1 if there is none. */
    int sent(int place) {
        return sent.get(place);
    }

    private int tail(Expr expr, int[] operands) {
        ValueType result = frames.peek().function.signature().result();
        List<Handler> inside = handlers;
        handlers = frames.peek().outerHandlers;
        int value = event(expr, operands, result);
        handlers = inside;
        return leaveWith(value);
    }

    private int call(Call call, int[] operands) {
        Optional<FunctionBody> callee = inlined.apply(call.target());
        boolean recursive =
                frames.stream().anyMatch(frame -> frame.function.name().equals(call.target()));
        if (callee.isEmpty() || recursive) {
            return call.tail() ? tail(call, operands) : event(call, operands, call.type());
        }
        FunctionBody body = callee.get();
        List<Handler> inside = handlers;
        handlers = call.tail() ? frames.peek().outerHandlers : handlers;
        var frame = new Frame(body, registers.size(), handlers);
        for (int i = 0; i < body.localCount(); i++) {
            registers.add(body.localType(i));
        }
        if (body.signature().result().isConcrete()) {
            frame.end.value = temporary();
        }
        for (int i = 0; i < body.localCount(); i++) {
            if (i < operands.length) {
                emit(Kind.COPY, null, frame.base + i, operands[i]);
            } else {
                emit(Kind.CLEAR, null, frame.base + i, NO_REGISTERS);
            }
        }
        releaseAll(operands);
        frames.push(frame);
        int value = translate(body.root());
        if (value != NEVER) {
            leaveWith(value);
        }
        frames.pop();
        handlers = inside;
        boolean returns = !frame.end.uses.isEmpty();
        place(frame.end);
        if (!returns) {
            return NEVER;
        }
        int result = frame.end.value >= 0 ? frame.end.value : NONE;
        return call.tail() ? leaveWith(result) : result;
    }

    private int leave(Expr value) {
        int result = value == null ? NONE : translate(value);
        return result == NEVER ? NEVER : leaveWith(result);
    }

    private int leaveWith(int value) {
        if (value == NEVER) {
            return NEVER;
        }
        Frame frame = frames.peek();
        if (frames.size() == 1) {
            emit(Kind.RETURN, null, -1, value >= 0 ? new int[] {value} : NO_REGISTERS);
        } else {
            finish(value, frame.end);
        }
        return NEVER;
    }

    private int block(Block block) {
        var label = new Label();
        if (block.label() != null) {
            if (block.type().isConcrete()) {
                label.value = temporary();
                label.type = block.type();
            }
            frames.peek().labels.put(block.label(), label);
        }
        int value = NONE;
        for (Expr item : block.items()) {
            value = translate(item);
            if (value == NEVER) {
                break;
            }
        }
        frames.peek().labels.remove(block.label());
        if (block.label() == null) {
            return block.type().isConcrete() || value == NEVER ? value : NONE;
        }
        return arrive(label, value);
    }

    /** Continues at a label, where fall-through and branches meet. */
    private int arrive(Label label, int value) {
        if (value == NEVER && label.uses.isEmpty()) {
            return NEVER;
        }
        if (value != NEVER && label.value >= 0) {
            emit(Kind.COPY, null, label.value, value);
            release(value);
        }
        place(label);
        return label.value >= 0 ? label.value : NONE;
    }

    private int loop(Loop loop) {
        if (loop.label() != null) {
            var label = new Label();
            frames.peek().labels.put(loop.label(), label);
            place(label);
        }
        int value = translate(loop.body());
        frames.peek().labels.remove(loop.label());
        return value;
    }

    private int choice(If choice) {
        int condition = translate(choice.condition());
        if (condition == NEVER) {
            return NEVER;
        }
        var otherwise = new Label();
        var end = new Label();
        if (choice.type().isConcrete()) {
            end.value = temporary();
        }
        // Not zero: the first arm follows.
        int[] next = emit(Kind.BRANCH, choice, -1, condition);
        release(condition);
        use(otherwise, next, 0);
        finish(translate(choice.ifTrue()), end);
        place(otherwise);
        int value = choice.ifFalse() == null ? NONE : translate(choice.ifFalse());
        return arrive(end, value);
    }

    private int jump(Break jump) {
        int value = jump.value() == null ? NONE : translate(jump.value());
        if (value == NEVER) {
            return NEVER;
        }
        int condition = NONE;
        if (jump.condition() != null) {
            condition = translate(jump.condition());
            if (condition == NEVER) {
                return NEVER;
            }
        }
        Label label = label(jump.label());
        if (value >= 0 && label.value >= 0) {
            // The register of the label is read only where it is arrived at.
            emit(Kind.COPY, null, label.value, value);
        }
        if (condition < 0) {
            jump(label);
            release(value);
            return NEVER;
        }
        int[] next = emit(Kind.BRANCH, jump, -1, condition);
        release(condition);
        use(label, next, 1);
        return value >= 0 ? value : NONE;
    }

    private Label label(String name) {
        Label label = frames.peek().labels.get(name);
        if (label == null) {
            throw new UndecidedException("a branch leads to an unknown label");
        }
        return label;
    }

    private int table(Switch table) {
        int value = table.value() == null ? NONE : translate(table.value());
        if (value == NEVER) {
            return NEVER;
        }
        int index = translate(table.index());
        if (index == NEVER) {
            return NEVER;
        }
        var targets = new ArrayList<>(table.targets());
        targets.add(table.defaultTarget());
        if (value >= 0) {
            for (String target : targets) {
                emit(Kind.COPY, null, label(target).value, value);
            }
        }
        var next = new int[targets.size()];
        add(new CodeInstruction(Kind.TABLE, table, -1, new int[] {index}, next));
        for (int i = 0; i < next.length; i++) {
            use(label(targets.get(i)), next, i);
        }
        release(value);
        release(index);
        return NEVER;
    }
}
