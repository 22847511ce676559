package io.github.mewe.equivalence.derivation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** The facts about values that hold on a path. */
final class PathFacts {
    private static final int MOST_RELATED = 8;
    private static final int MOST_TRUTHS = 80;
    private static final int EQUALITY_DEPTH = 5;
    private static final int MOST_CASES = 3;
    private static final int MOST_SEARCHED = 80;
    private static final long MOST_BYTES = 1L << 32;

    private final ValueGraph graph;
    private LinkedHashMap<ValueNode, Boolean> truths;
    private Map<ValueNode, ValueNode> bindings;
    /** The furthest end of an access for which the bytes from a base are known to exist. */
    private Map<Base, Long> inside;

    /** True if copies have the same maps, which thus must not change. Many copies never do. */
    private boolean isShared;

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
        this.truths = other.truths;
        this.bindings = other.bindings;
        this.inside = other.inside;
        this.bound = other.bound;
        this.isShared = true;
    }

    PathFacts copy() {
        isShared = true;
        return new PathFacts(this);
    }

    private void beforeChange() {
        if (isShared) {
            truths = new LinkedHashMap<>(truths);
            bindings = new HashMap<>(bindings);
            inside = new HashMap<>(inside);
            isShared = false;
        }
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
        beforeChange();
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
        } else {
            ValueNode base = graph.add(zero, -zero.number);
            bind(base, graph.constant(zero.bits, -zero.number));
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

    /** Calls a visitor with each comparison of a value with a larger constant that holds. */
    void eachBound(Consumer<ValueNode> visitor) {
        for (Map.Entry<ValueNode, Boolean> fact : truths.entrySet()) {
            ValueNode truth = fact.getKey();
            if (fact.getValue() && truth.kind == ValueKind.LESS_U && truth.parts[1].isConstant()) {
                visitor.accept(truth);
            }
        }
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
        beforeChange();
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
        List<ValueNode> related = related(applied.atoms);
        return related.isEmpty() ? null : graph.equality().implied(related, applied);
    }

    /** Determines if an access is beyond the end of any memory. */
    private boolean isBeyond(ValueNode outside) {
        ValueNode last = graph.add(outside.parts[0], outside.number);
        if (Long.compareUnsigned(last.possible, MOST_BYTES) <= 0) {
            return false;
        }
        if (last.isConstant() || isBeyond(outside.parts[0], outside.number)) {
            return true;
        }
        if (related(last.atoms).isEmpty()) {
            return false;
        }
        ValueNode beyond = graph.lessU(graph.constant(64, MOST_BYTES), last);
        if (beyond.isConstant()) {
            return beyond.number == 1;
        }
        List<ValueNode> related = related(beyond.atoms);
        return !related.isEmpty() && graph.equality().isImplied(related, beyond);
    }

    /** Determines if a fact says directly that an address plus a number is beyond the end of any memory. */
    private boolean isBeyond(ValueNode address, long number) {
        if (address.kind != ValueKind.ZERO_EXTEND) {
            return false;
        }
        for (Map.Entry<ValueNode, Boolean> fact : truths.entrySet()) {
            ValueNode truth = fact.getKey();
            if (truth.kind == ValueKind.LESS_U
                    && !fact.getValue()
                    && truth.parts[0] == address.parts[0]
                    && truth.parts[1].isConstant()
                    && truth.parts[1].number + number > MOST_BYTES) {
                return true;
            }
        }
        return false;
    }

    /** Determines if no input leads to this path, because an access that is inside on it is beyond any memory. */
    boolean areContradictory() {
        return inside.entrySet().stream()
                .anyMatch(entry -> isBeyond(
                        graph.outside(entry.getKey().memory(), entry.getKey().address(), entry.getValue())));
    }

    /** Determines if values are equal on this path. */
    boolean areEqual(ValueNode one, ValueNode other) {
        return areEqual(one, other, EQUALITY_DEPTH);
    }

    private boolean areEqual(ValueNode one, ValueNode other, int depth) {
        if (one == other) {
            return true;
        }
        if (one.bits != other.bits || depth == 0) {
            return false;
        }
        ValueNode first = apply(one);
        ValueNode second = apply(other);
        if (first == second) {
            return true;
        }
        if (first.bits == 0) {
            return first.kind == ValueKind.APPLY
                    ? areEqualParts(first, second, depth - 1)
                    : new MemoryEquality(this).areEqual(first, second);
        }
        if (first.bits <= 64 && areEqualNumbers(first, second)) {
            return true;
        }
        return areEqualParts(first, second, depth - 1);
    }

    private boolean areEqualNumbers(ValueNode one, ValueNode other) {
        if (isRefuted(one, other)) {
            return false;
        }
        if (areEqualInAllCases(one, other, MOST_CASES)) {
            return true;
        }
        if (graph.equality().areEqual(one, other)) {
            return true;
        }
        List<ValueNode> related = related(one.atoms | other.atoms);
        if (!related.isEmpty() && graph.equality().areEqual(one, other, related)) {
            return true;
        }
        // Common terms of sums cancel.
        if (one.kind != ValueKind.SUM && other.kind != ValueKind.SUM) {
            return false;
        }
        ValueNode difference = graph.subtract(one, other);
        return difference.isConstant(0) || graph.equality().isConstant(difference, 0);
    }

    /** Determines if a sample input that agrees with the facts yields different values. */
    private boolean isRefuted(ValueNode one, ValueNode other) {
        for (int i = 0; i < Samples.CASES; i++) {
            if (one.samples[i] != other.samples[i] && isPossible(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean agreesWithTruths(int sample) {
        for (Map.Entry<ValueNode, Boolean> fact : truths.entrySet()) {
            if (fact.getKey().samples[sample] != (fact.getValue() ? 1 : 0)) {
                return false;
            }
        }
        return true;
    }

    private boolean isPossible(int sample) {
        return agreesWithTruths(sample)
                && inside.entrySet().stream().allMatch(entry -> {
                    long base = entry.getKey().address().samples[sample];
                    return base >= 0 && base + entry.getValue() >= 0 && base + entry.getValue() <= MOST_BYTES;
                });
    }

    /** Determines if values have the same normal form for each value of a condition that they depend on. */
    private boolean areEqualInAllCases(ValueNode one, ValueNode other, int left) {
        if (one == other) {
            return true;
        }
        ValueNode condition = left == 0 ? null : innermostTruth(one, other);
        if (condition == null) {
            return false;
        }
        for (boolean value : new boolean[] {false, true}) {
            PathFacts facts = new PathFacts(graph);
            facts.add(condition, value);
            ValueNode first = facts.apply(one);
            ValueNode second = facts.apply(other);
            if (!areEqualInAllCases(first, second, left - 1)) {
                return false;
            }
        }
        return true;
    }

    /** The oldest condition near the root of either value, which depends on no other. */
    private static ValueNode innermostTruth(ValueNode one, ValueNode other) {
        ValueNode found = null;
        Set<ValueNode> seen = new HashSet<>();
        var work = new ArrayList<ValueNode>(List.of(one, other));
        while (!work.isEmpty() && seen.size() < MOST_SEARCHED) {
            ValueNode value = work.remove(work.size() - 1);
            if (seen.add(value) && value.bits != 0) {
                boolean isCondition = value.kind == ValueKind.IS_ZERO || value.kind == ValueKind.LESS_U;
                if (isCondition && (found == null || value.id < found.id)) {
                    found = value;
                }
                if (value.kind != ValueKind.LOAD && value.kind != ValueKind.APPLY) {
                    work.addAll(List.of(value.parts));
                }
            }
        }
        return found;
    }

    private boolean areEqualParts(ValueNode one, ValueNode other, int depth) {
        if (one.kind != other.kind
                || one.number != other.number
                || !Objects.equals(one.name, other.name)
                || !Arrays.equals(one.factors, other.factors)
                || one.parts.length != other.parts.length
                || one.parts.length == 0) {
            return false;
        }
        for (int i = 0; i < one.parts.length; i++) {
            if (!areEqual(one.parts[i], other.parts[i], depth)) {
                return false;
            }
        }
        return true;
    }

    /** Determines if memories have equal bytes at an address. */
    boolean sameBytes(ValueNode memory, ValueNode other, ValueNode address, int bytes) {
        int bits = bytes <= 4 ? 32 : 64;
        return areEqual(graph.load(memory, address, bytes, bits), graph.load(other, address, bytes, bits));
    }

    private List<ValueNode> related(long atoms) {
        List<ValueNode> facts = new ArrayList<>();
        for (ValueNode fact : truths.keySet()) {
            if ((fact.atoms & atoms) != 0 && fact.kind != ValueKind.OUTSIDE && fact.kind != ValueKind.APPLY) {
                facts.add(fact);
            }
        }
        List<ValueNode> related = new ArrayList<>();
        for (int i = facts.size() - 1; i >= 0 && related.size() < MOST_RELATED; i--) {
            ValueNode fact = facts.get(i);
            related.add(truths.get(fact) ? fact : graph.isFalse(fact));
        }
        return related;
    }

    /** An address of 64 bits, in which sums of 32 bits that do not wrap around on this path are sums of 64 bits. */
    ValueNode unwrapped(ValueNode address) {
        ValueNode result = address;
        for (ValueNode part : address.kind == ValueKind.SUM ? address.parts : new ValueNode[] {address}) {
            if (part.kind == ValueKind.ZERO_EXTEND && part.parts[0].kind == ValueKind.SUM) {
                ValueNode exact = unwrappedSum(part.parts[0]);
                if (exact != null) {
                    result = graph.add(result, graph.subtract(exact, part));
                }
            }
        }
        return result;
    }

    /** The extension of a sum as a sum of extensions; null if the facts do not say that it does not wrap around. */
    private ValueNode unwrappedSum(ValueNode sum) {
        for (Map.Entry<ValueNode, Boolean> fact : truths.entrySet()) {
            ValueNode truth = fact.getKey();
            if (truth.kind == ValueKind.LESS_U && fact.getValue() && truth.parts[1].isConstant()) {
                ValueNode distance = graph.subtract(sum, truth.parts[0]);
                boolean isExact = distance.isConstant()
                        && distance.number > 0
                        && truth.parts[1].number - 1 + distance.number <= ValueGraph.mask(32);
                if (isExact && truth.parts[0].bits == 32) {
                    return graph.add(graph.zeroExtend(truth.parts[0]), distance.number);
                }
            }
            if (truth.kind == ValueKind.IS_ZERO && !fact.getValue() && truth.parts[0] == sum && sum.number != 0) {
                return graph.add(graph.zeroExtend(graph.add(sum, -1)), 1);
            }
        }
        return null;
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
        if (value.kind == ValueKind.SUM && value.number != 0) {
            ValueNode base = bindings.get(graph.add(value, -value.number));
            if (base != null) {
                return graph.add(base, value.number);
            }
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
