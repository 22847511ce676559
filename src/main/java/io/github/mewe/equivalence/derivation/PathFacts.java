package io.github.mewe.equivalence.derivation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The facts about values that hold on a path. */
final class PathFacts {
    private static final int MOST_RELATED = 8;
    private static final int MOST_TRUTHS = 80;
    private static final long MOST_BYTES = 1L << 32;

    private final ValueGraph graph;
    private final LinkedHashMap<ValueNode, Boolean> truths;
    private final Map<ValueNode, ValueNode> bindings;
    /** The furthest end of an access for which the bytes from a base are known to exist. */
    private final Map<Base, Long> inside;

    private long bound;

    /** The base of addresses in a memory. */
    private record Base(String memory, ValueNode address) {}

    PathFacts(ValueGraph graph) {
        this.graph = graph;
        this.truths = new LinkedHashMap<>();
        this.bindings = new HashMap<>();
        this.inside = new HashMap<>();
    }

    private PathFacts(PathFacts other) {
        this.graph = other.graph;
        this.truths = new LinkedHashMap<>(other.truths);
        this.bindings = new HashMap<>(other.bindings);
        this.inside = new HashMap<>(other.inside);
        this.bound = other.bound;
    }

    PathFacts copy() {
        return new PathFacts(this);
    }

    /** Adds a truth value's value. */
    void add(ValueNode truth, boolean value) {
        if (truth.isConstant()) {
            return;
        }
        if (isNegation(truth)) {
            add(truth.parts[0], !value);
            return;
        }
        if (truth.kind == ValueKind.OUTSIDE && !value) {
            inside.merge(new Base(truth.name, truth.parts[0]), truth.number, Math::max);
            return;
        }
        truths.remove(truth);
        if (truths.size() >= MOST_TRUTHS) {
            ValueNode oldest = truths.keySet().iterator().next();
            truths.remove(oldest);
            bindings.remove(oldest);
        }
        truths.put(truth, value);
        bind(truth, graph.truth(value));
        if (truth.kind == ValueKind.IS_ZERO && value) {
            bindZero(truth.parts[0]);
        }
        if (truth.kind == ValueKind.AND && value && truth.parts.length == 2) {
            for (ValueNode part : truth.parts) {
                if (part.isTruth()) {
                    add(part, true);
                }
            }
        }
        if (truth.kind == ValueKind.OR && !value) {
            for (ValueNode part : truth.parts) {
                if (part.isTruth()) {
                    add(part, false);
                }
            }
        }
    }

    private void bind(ValueNode value, ValueNode constant) {
        bindings.put(value, constant);
        bound |= value.symbols;
    }

    private void bindZero(ValueNode zero) {
        if (zero.kind != ValueKind.SUM) {
            bind(zero, graph.constant(zero.bits, 0));
        } else if (zero.parts.length == 1 && zero.factors[0] == 1) {
            bind(zero.parts[0], graph.constant(zero.bits, -zero.number));
        }
    }

    private static boolean isNegation(ValueNode truth) {
        return truth.kind == ValueKind.SUM
                && truth.number == 1
                && truth.parts.length == 1
                && truth.parts[0].isTruth()
                && truth.isTruth();
    }

    Map<ValueNode, Boolean> truths() {
        return truths;
    }

    /** Calls a visitor with each base and the furthest end that is inside. */
    void eachInside(InsideVisitor visitor) {
        inside.forEach((base, end) -> visitor.visit(base.memory(), base.address(), end));
    }

    /** Receives known accesses. */
    interface InsideVisitor {
        /** Receives one base. */
        void visit(String memory, ValueNode address, long end);
    }

    /** The value of a truth value that follows from the facts without effort; null if unknown. */
    Boolean lookUp(ValueNode truth) {
        if (truth.isConstant()) {
            return truth.number != 0;
        }
        if (isNegation(truth)) {
            Boolean inner = lookUp(truth.parts[0]);
            return inner == null ? null : !inner;
        }
        if (truth.kind == ValueKind.OUTSIDE) {
            return outside(truth);
        }
        return truths.get(truth);
    }

    private Boolean outside(ValueNode truth) {
        Long known = inside.get(new Base(truth.name, truth.parts[0]));
        if (known != null && known >= truth.number) {
            return false;
        }
        if (Long.compareUnsigned(truth.number, MOST_BYTES) > 0) {
            return true;
        }
        for (Map.Entry<ValueNode, Boolean> fact : truths.entrySet()) {
            ValueNode other = fact.getKey();
            if (other.kind == ValueKind.OUTSIDE
                    && fact.getValue()
                    && other.name.equals(truth.name)
                    && other.parts[0] == truth.parts[0]
                    && other.number <= truth.number) {
                return true;
            }
        }
        return null;
    }

    /** The value of a truth value that follows from the facts without decision diagrams; null if unknown. */
    Boolean decideQuickly(ValueNode truth) {
        Boolean known = lookUp(truth);
        return known != null ? known : lookUp(apply(truth));
    }

    /** The furthest known end of accesses from an address without a constant; -1 if none is known. */
    long knownEnd(String memory, ValueNode address) {
        long constant = ValueGraph.constantOf(address);
        Long known = inside.get(new Base(memory, graph.add(address, -constant)));
        return known == null ? -1 : known - constant;
    }

    /** Adds that the bytes from an address to an end are inside. */
    void addInside(String memory, ValueNode address, long end) {
        long constant = ValueGraph.constantOf(address);
        inside.merge(new Base(memory, graph.add(address, -constant)), end + constant, Math::max);
    }

    /** The value of a truth value that follows from the facts; null if unknown. */
    Boolean decide(ValueNode truth) {
        Boolean known = lookUp(truth);
        if (known != null) {
            return known;
        }
        ValueNode applied = apply(truth);
        if (applied != truth) {
            known = lookUp(applied);
            if (known != null) {
                return known;
            }
        }
        if (applied.kind == ValueKind.OUTSIDE) {
            return isBeyond(applied) ? true : null;
        }
        List<ValueNode> related = related(applied.symbols, true);
        if (related.isEmpty()) {
            return null;
        }
        if (graph.equality().implies(related, applied, true)) {
            return true;
        }
        return graph.equality().implies(related, applied, false) ? false : null;
    }

    /** Determines if an access is beyond the end of any memory. */
    private boolean isBeyond(ValueNode outside) {
        ValueNode last = graph.add(outside.parts[0], outside.number);
        if (Long.compareUnsigned(last.possible, MOST_BYTES) <= 0) {
            return false;
        }
        ValueNode beyond = graph.lessU(graph.constant(64, MOST_BYTES), last);
        if (beyond.isConstant()) {
            return beyond.number == 1;
        }
        List<ValueNode> related = related(beyond.symbols, false);
        return !related.isEmpty() && graph.equality().implies(related, beyond, true);
    }

    /** Determines if values are equal on this path. */
    boolean areEqual(ValueNode one, ValueNode other) {
        if (one == other) {
            return true;
        }
        if (one.bits != other.bits) {
            return false;
        }
        ValueNode first = apply(one);
        ValueNode second = apply(other);
        if (first == second) {
            return true;
        }
        if (first.bits != 32 && first.bits != 64) {
            return first.bits == 128 && areEqualParts(first, second);
        }
        if (graph.equality().areEqual(first, second, related(first.symbols | second.symbols, false))) {
            return true;
        }
        return areEqualParts(first, second);
    }

    /** Determines if memories have equal bytes at an address. */
    boolean sameBytes(ValueNode memory, ValueNode other, ValueNode address, int bytes) {
        int bits = bytes <= 4 ? 32 : 64;
        return areEqual(graph.load(memory, address, bytes, bits), graph.load(other, address, bytes, bits));
    }

    private boolean areEqualParts(ValueNode one, ValueNode other) {
        if (one.kind != ValueKind.APPLY
                || other.kind != ValueKind.APPLY
                || !one.name.equals(other.name)
                || one.parts.length != other.parts.length) {
            return false;
        }
        for (int i = 0; i < one.parts.length; i++) {
            if (!areEqual(one.parts[i], other.parts[i])) {
                return false;
            }
        }
        return true;
    }

    private List<ValueNode> related(long symbols, boolean all) {
        List<ValueNode> related = new ArrayList<>();
        List<ValueNode> facts = new ArrayList<>(truths.keySet());
        for (int i = facts.size() - 1; i >= 0 && related.size() < MOST_RELATED; i--) {
            ValueNode fact = facts.get(i);
            if ((fact.symbols & symbols) != 0 && fact.kind != ValueKind.OUTSIDE && fact.kind != ValueKind.APPLY) {
                related.add(truths.get(fact) ? fact : graph.isFalse(fact));
            }
        }
        return related;
    }

    /** A value in which known parts are replaced by their values. */
    ValueNode apply(ValueNode value) {
        return bindings.isEmpty() || (value.symbols & bound) == 0 ? value : apply(value, new HashMap<>());
    }

    private ValueNode apply(ValueNode value, Map<ValueNode, ValueNode> done) {
        ValueNode constant = bindings.get(value);
        if (constant != null) {
            return constant;
        }
        if (value.parts.length == 0
                || (value.symbols & bound) == 0
                || value.kind == ValueKind.STORE
                || value.bits == 0) {
            return value;
        }
        ValueNode known = done.get(value);
        if (known != null) {
            return known;
        }
        var parts = new ValueNode[value.parts.length];
        boolean changed = false;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = apply(value.parts[i], done);
            changed |= parts[i] != value.parts[i];
        }
        ValueNode result = changed ? graph.rebuilt(value, parts) : value;
        done.put(value, result);
        return result;
    }
}
