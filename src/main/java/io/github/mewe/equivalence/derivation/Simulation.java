package io.github.mewe.equivalence.derivation;

import io.github.mewe.equivalence.derivation.CodeInstruction.Kind;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.OpaqueKind;
import io.github.mewe.ir.Store;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Runs two bodies side by side for all inputs. Each pair of places where both stop, with a description of all states in
 * which they stop there, is a node of a graph. The descriptions grow until every run from one node leads to states that
 * another describes. At each end and each effect of both bodies, the simulation requires equal results, memories and
 * globals.
 */
final class Simulation {
    private static final int MOST_STEPS = 6000;
    private static final int MOST_VISITS = 12;
    private static final int PRECISE_VISITS = 4;
    private static final int MOST_COPIES = 6;

    private final ValueGraph graph;
    private final Code[] codes;
    private final CodeRun[] runs = new CodeRun[2];
    private final List<String> memories;
    private final List<ValueType> globals;
    private final Map<Places, List<Node>> nodes = new HashMap<>();
    private final PriorityQueue<Node> waiting =
            new PriorityQueue<>(Comparator.<Node>comparingInt(node -> node.point.places[0])
                    .thenComparingInt(node -> node.point.places[1])
                    .thenComparingInt(node -> node.number));

    private final Set<String> uncertain;
    private final boolean detailed;
    private int created;

    /** The sides that have stayed while the other moved. */
    private final boolean[] hasStayed = new boolean[2];

    /** The places of both bodies. An instruction that can trap in two ways has two places. */
    private record Places(int before, String trapBefore, int after, String trapAfter) {
        static Places of(CheckedPoint point, Stop before, Stop after) {
            return new Places(point.places[0], before.trap(), point.places[1], after.trap());
        }
    }

    /** A pair of places with a description of the states in which both bodies stop there. */
    private static final class Node {
        private final int number;
        private final Places places;
        private CheckedPoint point;
        private int visits;
        private boolean isWaiting;
        private String stops = "";
        /** The nodes that follow while only one body moves, by the side that stays. */
        private final List<Set<Node>> whileStaying = List.of(new HashSet<>(), new HashSet<>());

        Node(int number, Places places, CheckedPoint point) {
            this.number = number;
            this.places = places;
            this.point = point;
        }
    }

    /**
     * The state besides locals that the bodies access.
     *
     * @param memories the names of the memories
     * @param globals the types of the mutable globals, in the order of their registers
     */
    record SharedState(List<String> memories, List<ValueType> globals) {
        /** Copies the lists. */
        SharedState {
            memories = List.copyOf(memories);
            globals = List.copyOf(globals);
        }
    }

    /**
     * Prepares a simulation.
     *
     * @param graph an empty graph for the values of both bodies
     * @param state the state that either body accesses
     * @param uncertain the functions that may differ between the bodies
     * @param detailed true to add the values that differ to reasons
     */
    Simulation(ValueGraph graph, Code before, Code after, SharedState state, Set<String> uncertain, boolean detailed) {
        this.graph = graph;
        this.uncertain = uncertain;
        this.detailed = detailed;
        this.codes = new Code[] {before, after};
        this.memories = state.memories();
        this.globals = state.globals();
        for (int side = 0; side < 2; side++) {
            runs[side] = new CodeRun(graph, codes[side], side, memories);
        }
    }

    /**
     * Runs the bodies.
     *
     * @param before the body before, whose locals give the initial registers
     * @throws UndecidedException if no simulation is found
     */
    void run(FunctionBody before, FunctionBody after) {
        arrive(null, begin(List.of(before, after)));
        int steps = 0;
        while (!waiting.isEmpty()) {
            Node node = waiting.poll();
            node.isWaiting = false;
            if (++steps > MOST_STEPS) {
                throw new UndecidedException("the simulation exceeds " + MOST_STEPS + " steps");
            }
            advance(node);
        }
        requireProgress();
    }

    private CheckedPoint begin(List<FunctionBody> bodies) {
        var point = new CheckedPoint();
        point.facts = new PathFacts(graph);
        List<ValueNode> shared = new ArrayList<>();
        for (int i = 0; i < globals.size(); i++) {
            shared.add(graph.symbol(CodeRun.bits(globals.get(i)), "global"));
        }
        List<ValueNode> parameters = new ArrayList<>();
        for (ValueType type : bodies.get(0).signature().params()) {
            parameters.add(graph.symbol(CodeRun.bits(type), "argument"));
        }
        var contents = new ValueNode[memories.size()];
        for (int i = 0; i < contents.length; i++) {
            contents[i] = graph.symbol(0, "memory");
        }
        for (int side = 0; side < 2; side++) {
            var registers = new ValueNode[codes[side].registers.size()];
            int next = 0;
            for (ValueNode global : shared) {
                registers[next++] = global;
            }
            FunctionBody body = bodies.get(side);
            for (int i = 0; i < body.localCount(); i++) {
                registers[next++] = i < parameters.size() ? parameters.get(i) : runs[side].zero(body.localType(i));
            }
            point.registers[side] = registers;
            point.memories[side] = contents.clone();
        }
        return point;
    }

    // Nodes

    /** Runs both bodies until they stop, and continues there later. */
    private void arrive(Node from, CheckedPoint point) {
        Stop before = runs[0].run(point);
        Stop after = runs[1].run(point);
        if (before.isEnd() && after.isEnd()) {
            end(point, before, after);
            return;
        }
        if ((before.isEnd() || after.isEnd()) && point.facts.areContradictory()) {
            return;
        }
        Places key = Places.of(point, before, after);
        List<Node> copies = nodes.computeIfAbsent(key, any -> new ArrayList<>(1));
        Node node = null;
        for (Node copy : copies) {
            if (merge(copy, point, copies.size() >= MOST_COPIES && copy == copies.get(copies.size() - 1))) {
                node = copy;
                break;
            }
        }
        boolean[] moved = point.moved.clone();
        if (node == null) {
            node = new Node(created++, key, point);
            copies.add(node);
            enqueue(node);
        }
        if (from != null) {
            for (int side = 0; side < 2; side++) {
                if (!moved[side]) {
                    from.whileStaying.get(side).add(node);
                    hasStayed[side] = true;
                }
            }
        }
    }

    private void enqueue(Node node) {
        if (!node.isWaiting) {
            node.isWaiting = true;
            waiting.add(node);
        }
    }

    /** Makes a node describe another point, too, if they are similar enough. */
    private boolean merge(Node node, CheckedPoint point, boolean force) {
        CheckedPoint old = node.point;
        var general = new Generalisation(graph, node.visits > PRECISE_VISITS, force);
        CheckedPoint result = new CheckedPoint();
        result.facts = new PathFacts(graph);
        boolean sameChoices = mergeChoices(old, point, result);
        for (int side = 0; side < 2; side++) {
            result.places[side] = old.places[side];
            result.registers[side] = new ValueNode[old.registers[side].length];
            result.memories[side] = new ValueNode[memories.size()];
            general.registers(old, point, result, side, codes[side].live(old.places[side]), codes[side].firstLocal());
            if (general.isRefused()) {
                return false;
            }
        }
        boolean isInstance = general.isInstance();
        boolean sameFacts = general.facts(old.facts, point.facts, result.facts);
        if (isInstance && sameFacts && sameChoices) {
            return true;
        }
        if (!force && !isInstance && !general.isPlausible()) {
            return false;
        }
        if (node.visits > MOST_VISITS) {
            throw new UndecidedException("no inductive relation is found"
                    + (detailed
                            ? ": " + node.places + " facts " + sameFacts + " choices " + sameChoices + " "
                                    + general.describe()
                            : ""));
        }
        node.point = result;
        node.visits++;
        enqueue(node);
        return true;
    }

    private static boolean mergeChoices(CheckedPoint old, CheckedPoint point, CheckedPoint result) {
        boolean[] same = {true};
        old.choices.forEach((value, count) -> {
            int other = point.choices.getOrDefault(value, 0);
            if (count < 0 || other < 0) {
                throw new UndecidedException("an operation whose NaN the engine chooses is executed more often");
            }
            int both = Math.min(count, other);
            same[0] &= both == count;
            if (both > 0) {
                result.choices.put(value, both);
            }
        });
        point.choices.forEach((value, count) -> {
            if (count < 0) {
                throw new UndecidedException("an operation whose NaN the engine chooses is executed more often");
            }
        });
        return same[0];
    }

    /** Requires that neither body runs forever while the other stays. */
    private void requireProgress() {
        for (int side = 0; side < 2; side++) {
            if (!hasStayed[side]) {
                continue;
            }
            var entered = new HashSet<Node>();
            var left = new HashSet<Node>();
            for (List<Node> copies : nodes.values()) {
                for (Node node : copies) {
                    requireProgress(node, side, entered, left);
                }
            }
        }
    }

    private void requireProgress(Node node, int side, Set<Node> entered, Set<Node> left) {
        if (!entered.add(node)) {
            if (!left.contains(node)) {
                throw new UndecidedException("one body may run forever while the other stays"
                        + (detailed ? ": " + node.places + " " + node.stops : ""));
            }
            return;
        }
        node.whileStaying.get(side).forEach(next -> requireProgress(next, side, entered, left));
        left.add(node);
    }

    // Steps

    private void advance(Node node) {
        CheckedPoint copy = node.point.copy();
        try {
            advance(node, copy);
        } catch (UndecidedException e) {
            if (!copy.facts.areContradictory()) {
                throw detailed ? new UndecidedException(e.getMessage() + " AFTER " + copy.decision) : e;
            }
        }
    }

    private void advance(Node node, CheckedPoint copy) {
        Stop before = runs[0].run(copy);
        Stop after = runs[1].run(copy);
        if (detailed) {
            node.stops = before + " | " + after;
        }
        boolean loops = !before.isFork() && after.kind() == Stop.Kind.LOOP
                || before.kind() == Stop.Kind.LOOP && !after.isFork();
        if (loops || !Places.of(copy, before, after).equals(node.places)) {
            // A loop runs on, or another representation of the same values decided more than before.
            arrive(node, copy);
            return;
        }
        equateMemories(copy);
        if (before.kind() == Stop.Kind.EVENT && after.kind() == Stop.Kind.EVENT) {
            event(node, copy);
            return;
        }
        if (before.trap() != null
                && before.trap().equals(after.trap())
                && before.condition() == after.condition()
                && before.kind() == Stop.Kind.CONDITION
                && after.kind() == Stop.Kind.CONDITION) {
            requireSameState(copy, "before a trap");
            copy.facts.add(before.condition(), false);
            arrive(node, copy);
            return;
        }
        if (!before.isFork() && !after.isFork()) {
            throw new UndecidedException(mismatch(copy, before, after));
        }
        Stop fork = chooseFork(copy, before, after);
        if (detailed && before.isFork() && after.isFork() && !before.equals(after)) {
            copy.decision = before + " | " + after;
        }
        fork(node, copy, fork);
    }

    private String mismatch(CheckedPoint point, Stop before, Stop after) {
        return "one body reaches " + describe(0, point, before) + " where the other reaches "
                + describe(1, point, after);
    }

    private String describe(int side, CheckedPoint point, Stop stop) {
        return switch (stop.kind()) {
            case EVENT -> codes[side].at(point.places[side]).expr() instanceof Call ? "a call" : "an effect";
            case RETURN -> "its end";
            case TRAP -> "a trap";
            default -> "a branch";
        };
    }

    private Stop chooseFork(CheckedPoint point, Stop before, Stop after) {
        if (!before.isFork()) {
            return after;
        }
        if (!after.isFork() || before.equals(after)) {
            return before;
        }
        if (leadsTo(point, after, 1, before)) {
            return after;
        }
        if (leadsTo(point, before, 0, after)) {
            return before;
        }
        if ((before.trap() == null) != (after.trap() == null)) {
            return before.trap() == null ? before : after;
        }
        boolean related = (before.condition().symbols & after.condition().symbols) != 0;
        return related ? before : after;
    }

    /** Determines if a side stops next at the condition at which the other stops now. */
    private boolean leadsTo(CheckedPoint point, Stop stop, int side, Stop other) {
        if (stop.kind() != Stop.Kind.CONDITION) {
            return false;
        }
        for (boolean value : new boolean[] {false, true}) {
            CheckedPoint next = point.copy();
            next.facts.add(stop.condition(), value);
            Stop reached = runs[side].run(next);
            if (!reached.isFork() || !isSame(reached.condition(), other.condition())) {
                if (!(reached.kind() == Stop.Kind.TRAP && stop.trap() != null)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isSame(ValueNode one, ValueNode other) {
        return one == other || one.isTruth() && graph.isFalse(one) == other;
    }

    private void fork(Node node, CheckedPoint point, Stop stop) {
        if (stop.kind() == Stop.Kind.CONDITION) {
            for (boolean value : new boolean[] {true, false}) {
                CheckedPoint next = point.copy();
                next.facts.add(stop.condition(), value);
                follow(node, next);
            }
            return;
        }
        int side = codes[0].at(point.places[0]).kind() == Kind.TABLE
                        && point.facts.apply(point.registers[0][
                                        codes[0].at(point.places[0]).operands()[0]])
                                == stop.condition()
                ? 0
                : 1;
        int entries = CodeRun.entries(codes[side].at(point.places[side]));
        for (int i = 0; i < entries; i++) {
            ValueNode isEntry = graph.equal(stop.condition(), graph.constant(32, i));
            if (!Boolean.FALSE.equals(point.facts.decideQuickly(isEntry))) {
                CheckedPoint next = point.copy();
                next.facts.add(isEntry, true);
                follow(node, next);
            }
        }
        ValueNode within = graph.lessU(stop.condition(), graph.constant(32, entries));
        if (!Boolean.TRUE.equals(point.facts.decide(within))) {
            CheckedPoint next = point.copy();
            next.facts.add(within, false);
            follow(node, next);
        }
    }

    /** Continues after a decision. Both bodies stay until the decision lets them move. */
    private void follow(Node node, CheckedPoint point) {
        simplify(point);
        arrive(node, point);
    }

    /** Replaces values that the new facts determine. */
    private void simplify(CheckedPoint point) {
        for (int side = 0; side < 2; side++) {
            ValueNode[] registers = point.registers[side];
            for (int i = 0; i < registers.length; i++) {
                if (registers[i] != null && registers[i].bits != 0) {
                    registers[i] = point.facts.apply(registers[i]);
                }
            }
        }
    }

    // Effects and ends

    private void equateMemories(CheckedPoint point) {
        for (int i = 0; i < memories.size(); i++) {
            if (point.memories[0][i] != point.memories[1][i]
                    && new MemoryEquality(point.facts).areEqual(point.memories[0][i], point.memories[1][i])) {
                point.memories[1][i] = point.memories[0][i];
            }
        }
    }

    private void requireSameState(CheckedPoint point, String where) {
        equateMemories(point);
        for (int i = 0; i < memories.size(); i++) {
            if (point.memories[0][i] != point.memories[1][i]) {
                throw new UndecidedException(
                        "the memories may differ " + where + difference(point.memories[0][i], point.memories[1][i]));
            }
        }
        for (int i = 0; i < globals.size(); i++) {
            if (!point.facts.areEqual(point.registers[0][i], point.registers[1][i])) {
                throw new UndecidedException(
                        "a global may differ " + where + difference(point.registers[0][i], point.registers[1][i]));
            }
        }
        point.choices.forEach((value, count) -> {
            if (count < 0) {
                throw new UndecidedException("an operation whose NaN the engine chooses is executed more often");
            }
        });
    }

    private String difference(ValueNode one, ValueNode other) {
        return detailed ? ": " + one + " / " + other : "";
    }

    private void requireSameOperands(CheckedPoint point, String where) {
        int[] one = codes[0].at(point.places[0]).operands();
        int[] other = codes[1].at(point.places[1]).operands();
        if (one.length != other.length) {
            throw new UndecidedException("the number of operands differs " + where);
        }
        for (int i = 0; i < one.length; i++) {
            if (!point.facts.areEqual(point.registers[0][one[i]], point.registers[1][other[i]])) {
                throw new UndecidedException("a value may differ " + where
                        + difference(point.registers[0][one[i]], point.registers[1][other[i]]));
            }
        }
    }

    private void end(CheckedPoint point, Stop before, Stop after) {
        try {
            requireSameEnd(point, before, after);
        } catch (UndecidedException e) {
            if (!point.facts.areContradictory()) {
                throw detailed ? new UndecidedException(e.getMessage() + " AFTER " + point.decision) : e;
            }
        }
    }

    private void requireSameEnd(CheckedPoint point, Stop before, Stop after) {
        if (before.kind() != after.kind()
                || before.trap() != null && !before.trap().equals(after.trap())) {
            if (detailed) {
                throw new UndecidedException(mismatch(point, before, after) + " " + before.trap() + " " + after.trap()
                        + " " + point.facts.truths());
            }
            throw new UndecidedException(mismatch(point, before, after));
        }
        requireSameState(point, before.kind() == Stop.Kind.TRAP ? "at a trap" : "at the end");
        if (before.kind() == Stop.Kind.RETURN) {
            requireSameOperands(point, "at the end");
        }
    }

    private void event(Node node, CheckedPoint point) {
        CodeInstruction before = codes[0].at(point.places[0]);
        CodeInstruction after = codes[1].at(point.places[1]);
        requireSameEffect(before.expr(), after.expr());
        requireSameState(point, "at an effect");
        requireSameOperands(point, "at an effect");
        for (int i = 0; i < globals.size(); i++) {
            ValueNode global = graph.symbol(CodeRun.bits(globals.get(i)), "global");
            point.registers[0][i] = global;
            point.registers[1][i] = global;
        }
        for (int i = 0; i < memories.size(); i++) {
            ValueNode memory = graph.symbol(0, "memory");
            point.memories[0][i] = memory;
            point.memories[1][i] = memory;
        }
        catchExceptions(node, point);
        if ((before.target() >= 0) != (after.target() >= 0)) {
            throw new UndecidedException("an effect has a result in one body alone");
        }
        if (before.target() >= 0) {
            ValueNode result = graph.symbol(CodeRun.bits(resultType(before.expr(), after.expr())), "result");
            point.registers[0][before.target()] = result;
            point.registers[1][after.target()] = result;
        }
        point.moved[0] = true;
        point.moved[1] = true;
        if (before.kind() == Kind.FORK) {
            branch(node, point);
        }
        point.places[0] = before.next()[0];
        point.places[1] = after.next()[0];
        arrive(node, point);
    }

    /** Follows the exceptions that an effect may throw to their handlers. */
    private void catchExceptions(Node node, CheckedPoint point) {
        List<Code.Handler> handlers = codes[0].handlers(point.places[0]);
        List<Code.Handler> others = codes[1].handlers(point.places[1]);
        if (handlers.size() != others.size()) {
            throw new UndecidedException("the bodies catch different exceptions");
        }
        for (int i = 0; i < handlers.size(); i++) {
            if (!handlers.get(i).isLike(others.get(i))) {
                throw new UndecidedException("the bodies catch different exceptions");
            }
            CheckedPoint next = point.copy();
            ValueNode value = graph.symbol(CodeRun.bits(handlers.get(i).valueType()), "caught");
            ValueNode exception = graph.symbol(0, "exception");
            receive(next, 0, i, handlers.get(i), value, exception);
            receive(next, 1, i, others.get(i), value, exception);
            arrive(node, next);
        }
    }

    private void receive(
            CheckedPoint point, int side, int index, Code.Handler handler, ValueNode value, ValueNode exception) {
        if (handler.value() >= 0) {
            point.registers[side][handler.value()] = value;
        }
        if (handler.exception() >= 0) {
            point.registers[side][handler.exception()] = exception;
        }
        point.places[side] = codes[side].at(point.places[side]).next()[1 + index];
        point.moved[side] = true;
    }

    /** Follows a branch on a reference to its label. */
    private void branch(Node node, CheckedPoint point) {
        CheckedPoint next = point.copy();
        ValueNode sent = graph.symbol(0, "sent");
        for (int side = 0; side < 2; side++) {
            int place = next.places[side];
            if (codes[side].sent(place) >= 0) {
                next.registers[side][codes[side].sent(place)] = sent;
            }
            next.places[side] = codes[side].at(place).next()[1];
        }
        arrive(node, next);
    }

    private static ValueType resultType(Expr before, Expr after) {
        return before.type().isConcrete() ? before.type() : after.type();
    }

    /** The exception that is rethrown is an operand. */
    private static boolean isRethrow(Opaque effect) {
        return effect.template().kind() instanceof OpaqueKind.Rethrow;
    }

    private void requireSameEffect(Expr before, Expr after) {
        if (before instanceof Call one && after instanceof Call other) {
            if (!one.target().equals(other.target())) {
                throw new UndecidedException("the bodies call different functions");
            }
            if (uncertain.contains(one.target())) {
                throw new UndecidedException("a helper calls itself");
            }
            return;
        }
        if (before instanceof Opaque one && after instanceof Opaque other) {
            boolean isSame = isRethrow(one) && isRethrow(other)
                    || (one.template().isBranch()
                            ? one.template().isSameBranchAs(other.template())
                            : one.template().isSameAs(other.template()));
            if (!isSame) {
                throw new UndecidedException("the bodies have different unmodelled instructions");
            }
            return;
        }
        boolean isSameAccess = (before instanceof Load || before instanceof Store) && Change.isSameNode(before, after);
        if (!isSameAccess) {
            throw new UndecidedException("the bodies have different effects");
        }
    }
}
