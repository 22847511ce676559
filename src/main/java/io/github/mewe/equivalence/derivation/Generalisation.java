package io.github.mewe.equivalence.derivation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The most specific description of two points with the same places (anti-unification, Plotkin, "A Note on Inductive
 * Generalization", 1970). Equal values of the points stay equal; where they differ, the same symbol stands for the same
 * pair of values. So equalities and encodings that hold at both points hold for the description.
 */
final class Generalisation {
    private static final int DEPTH = 10;
    private static final int COARSE_DEPTH = 3;

    /** The sides of a symbol that occurs in the second body alone. */
    private static final int SECOND = 2;

    private final ValueGraph graph;
    private final int depth;
    private final Map<Pair, Entry> symbols = new HashMap<>();
    private final Map<Pair, ValueNode> done = new HashMap<>();
    private final Set<ValueNode> kept = new HashSet<>();
    private int side;

    private final boolean force;

    /** True if the points are neither plausible nor an instance of each other, whatever else is compared. */
    private boolean isRefused;

    /** No symbols are added any more. */
    private boolean isClosed;

    /** Thrown if a value would need another symbol. */
    private static final class NoSymbolException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoSymbolException() {
            super("no symbol", null, false, false);
        }
    }

    private record Pair(ValueNode old, ValueNode other) {}

    /** A symbol and the sides of the check where it occurs, as a set of bits. */
    private static final class Entry {
        private final ValueNode symbol;
        private int sides;

        Entry(ValueNode symbol) {
            this.symbol = symbol;
        }
    }

    /**
     * Prepares a generalisation.
     *
     * @param coarse true to compare values only as a whole, which ends sooner
     * @param force true to describe the points however different they are
     */
    Generalisation(ValueGraph graph, boolean coarse, boolean force) {
        this.graph = graph;
        this.depth = coarse ? COARSE_DEPTH : DEPTH;
        this.force = force;
    }

    /** Generalises the values of registers. */
    void registers(CheckedPoint old, CheckedPoint other, CheckedPoint result, int ofSide, int[] live, int globals) {
        side = 1 << ofSide;
        for (int i = 0; i < globals + live.length && !isRefused; i++) {
            int register = i < globals ? i : live[i - globals];
            ValueNode one = old.registers[ofSide][register];
            ValueNode two = other.registers[ofSide][register];
            // A register without a value is not set on any path that reads it.
            result.registers[ofSide][register] = one == null || two == null ? null : value(one, two, depth);
        }
        for (int i = 0; i < old.memories[ofSide].length && !isRefused; i++) {
            result.memories[ofSide][i] = value(old.memories[ofSide][i], other.memories[ofSide][i], depth);
        }
    }

    private ValueNode value(ValueNode one, ValueNode two, int left) {
        if (one == two) {
            if (!isClosed) {
                kept.add(one);
            } else if (isGeneralised(one)) {
                throw new NoSymbolException();
            }
            return one;
        }
        var pair = new Pair(one, two);
        ValueNode known = done.get(pair);
        if (known != null && !symbols.containsKey(pair)) {
            mark(known);
            return known;
        }
        ValueNode result = general(one, two, left);
        done.put(pair, result);
        return result;
    }

    /** The symbols of a known result now occur on this side, too. */
    private void mark(ValueNode result) {
        for (Entry entry : symbols.values()) {
            if (entry.sides != 3 && (result.symbols & entry.symbol.symbols) != 0 && contains(result, entry.symbol)) {
                entry.sides |= side;
            }
        }
    }

    private void keep(ValueNode value) {
        value(value, value, depth);
    }

    /** Determines if a symbol of the value stands for another value at the second point. */
    private boolean isGeneralised(ValueNode value) {
        return symbols.keySet().stream()
                .anyMatch(pair -> pair.old().kind == ValueKind.SYMBOL && contains(value, pair.old()));
    }

    private ValueNode general(ValueNode one, ValueNode two, int left) {
        if (one.bits != two.bits || one.bits != 32 && one.bits != 64 || left <= 0) {
            return symbol(one, two);
        }
        if (one.isConstant() && two.isConstant()) {
            return graph.add(symbol(graph.constant(one.bits, 0), graph.subtract(two, one)), one.number);
        }
        if (one.kind == ValueKind.SUM || two.kind == ValueKind.SUM) {
            ValueNode sum = sum(one, two, left);
            if (sum != null) {
                return sum;
            }
        }
        if (left <= 1) {
            return symbol(one, two);
        }
        if (one.kind == ValueKind.XOR || two.kind == ValueKind.XOR) {
            ValueNode xor = xor(one, two, left);
            if (xor != null) {
                return xor;
            }
        }
        ValueNode rotated = rotated(one, two, left);
        if (rotated != null) {
            return rotated;
        }
        if (one.kind != two.kind
                || one.parts.length != two.parts.length
                || one.number != two.number
                || one.parts.length == 0) {
            return symbol(one, two);
        }
        return switch (one.kind) {
            case AND, OR, SHIFT_LEFT, SHIFT_RIGHT_U, SHIFT_RIGHT_S, WRAP, ZERO_EXTEND, SIGN_EXTEND, IS_ZERO, LESS_U ->
                parts(one, two, left);
            case CHOICE -> one.parts[0] == two.parts[0] ? parts(one, two, left) : symbol(one, two);
            default -> symbol(one, two);
        };
    }

    private ValueNode parts(ValueNode one, ValueNode two, int left) {
        var parts = new ValueNode[one.parts.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = value(one.parts[i], two.parts[i], left - 1);
        }
        return graph.rebuilt(one, parts);
    }

    /** The common terms of two sums, and the general remainder; null if the sums have no structure to keep. */
    private ValueNode sum(ValueNode one, ValueNode two, int left) {
        ValueNode common = graph.constant(one.bits, 0);
        if (one.kind == ValueKind.SUM) {
            for (int i = 0; i < one.parts.length; i++) {
                if (factor(two, one.parts[i]) == one.factors[i]) {
                    common = graph.linear(common, 1, one.parts[i], one.factors[i], 0);
                }
            }
        } else if (factor(two, one) == 1) {
            common = one;
        }
        if (!common.isConstant()) {
            keep(common);
            return graph.add(common, value(graph.subtract(one, common), graph.subtract(two, common), left - 1));
        }
        ValueNode reference = one.isConstant() ? two : one;
        long constant = ValueGraph.constantOf(reference);
        if (constant != 0) {
            return graph.add(value(graph.add(one, -constant), graph.add(two, -constant), left - 1), constant);
        }
        if (reference.kind == ValueKind.SUM && (reference.factors[0] & 1) == 1 && reference.factors[0] != 1) {
            long inverse = ValueGraph.inverse(reference.factors[0]);
            return graph.scale(
                    value(graph.scale(one, inverse), graph.scale(two, inverse), left - 1), reference.factors[0]);
        }
        return null;
    }

    private static long factor(ValueNode sum, ValueNode part) {
        if (sum.kind != ValueKind.SUM) {
            return sum == part ? 1 : 0;
        }
        for (int i = 0; i < sum.parts.length; i++) {
            if (sum.parts[i] == part) {
                return sum.factors[i];
            }
        }
        return 0;
    }

    private ValueNode xor(ValueNode one, ValueNode two, int left) {
        ValueNode common = graph.constant(one.bits, 0);
        if (one.kind == ValueKind.XOR && two.kind == ValueKind.XOR) {
            for (ValueNode part : one.parts) {
                if (List.of(two.parts).contains(part)) {
                    common = graph.xor(common, part);
                }
            }
        }
        ValueNode reference = one.kind == ValueKind.XOR ? one : two;
        common = graph.xor(common, graph.constant(one.bits, reference.number));
        if (common.isConstant(0)) {
            return null;
        }
        keep(common);
        return graph.xor(common, value(graph.xor(one, common), graph.xor(two, common), left - 1));
    }

    private ValueNode rotated(ValueNode one, ValueNode two, int left) {
        ValueNode reference = one.kind == ValueKind.ROTATE_LEFT ? one : two;
        if (reference.kind != ValueKind.ROTATE_LEFT || !reference.parts[1].isConstant()) {
            return null;
        }
        ValueNode count = reference.parts[1];
        ValueNode back = graph.constant(count.bits, -count.number);
        ValueNode inner = value(graph.rotateLeft(one, back), graph.rotateLeft(two, back), left - 1);
        return graph.rotateLeft(inner, count);
    }

    private ValueNode symbol(ValueNode one, ValueNode two) {
        if (isClosed && !symbols.containsKey(new Pair(one, two))) {
            throw new NoSymbolException();
        }
        Entry entry = symbols.computeIfAbsent(
                new Pair(one, two), pair -> new Entry(graph.symbol(one.bits == two.bits ? one.bits : 0, "any")));
        entry.sides |= side;
        isRefused |= !force && entry.sides == SECOND && one.kind != ValueKind.SYMBOL;
        return entry.symbol;
    }

    /** Determines if the points are known not to be similar enough; the description then is not complete. */
    boolean isRefused() {
        return isRefused;
    }

    /** The pairs of values that differ, for looking into a check. */
    String describe() {
        return symbols.keySet() + " kept "
                + kept.stream()
                        .filter(value -> symbols.keySet().stream().anyMatch(pair -> contains(value, pair.old())))
                        .toList();
    }

    /** Determines if each symbol relates both bodies. */
    boolean isPlausible() {
        return symbols.values().stream().allMatch(entry -> entry.sides == 3);
    }

    /** The values of one point for the symbols of the result. */
    private Map<ValueNode, ValueNode> byOldSymbol(boolean toResult) {
        Map<ValueNode, ValueNode> images = new HashMap<>();
        Set<ValueNode> ambiguous = new HashSet<>();
        symbols.forEach((pair, entry) -> {
            if (pair.old().kind == ValueKind.SYMBOL
                    && images.put(pair.old(), toResult ? entry.symbol : pair.other()) != null) {
                ambiguous.add(pair.old());
            }
        });
        for (ValueNode old : images.keySet()) {
            if (isKept(old)) {
                ambiguous.add(old);
            }
        }
        ambiguous.forEach(old -> images.put(old, null));
        return images;
    }

    private boolean isKept(ValueNode symbol) {
        return kept.stream().anyMatch(value -> (value.symbols & symbol.symbols) != 0 && contains(value, symbol));
    }

    private static boolean contains(ValueNode value, ValueNode symbol) {
        var work = new ArrayList<ValueNode>(List.of(value));
        Set<ValueNode> seen = new HashSet<>();
        while (!work.isEmpty()) {
            ValueNode next = work.remove(work.size() - 1);
            if (next == symbol) {
                return true;
            }
            if ((next.symbols & symbol.symbols) != 0 && next.id > symbol.id && seen.add(next)) {
                work.addAll(List.of(next.parts));
            }
        }
        return false;
    }

    /** Determines if the second point is an instance of the first, so that the first need not change. */
    boolean isInstance() {
        Set<ValueNode> seen = new HashSet<>();
        return symbols.keySet().stream()
                .allMatch(pair -> pair.old().kind == ValueKind.SYMBOL && seen.add(pair.old()) && !isKept(pair.old()));
    }

    /**
     * Adds the facts of the old point that hold at the other, too.
     *
     * @return true if all of them do
     */
    boolean facts(PathFacts old, PathFacts other, PathFacts result) {
        var toResult = new Substitution(graph, byOldSymbol(true));
        var toOther = new Substitution(graph, byOldSymbol(false));
        boolean[] all = {true};
        for (Map.Entry<ValueNode, Boolean> fact : old.truths().entrySet()) {
            ValueNode image = toOther.of(fact.getKey());
            Boolean holds = image == null ? null : other.decideQuickly(image);
            if (fact.getValue().equals(holds)) {
                result.add(toResult.of(fact.getKey()), fact.getValue());
            } else {
                all[0] = false;
            }
        }
        generalFacts(old, other, result);
        old.eachInside((memory, address, end) -> {
            ValueNode image = toOther.of(address);
            long known = image == null ? -1 : other.knownEnd(memory, image);
            if (known >= end) {
                result.addInside(memory, toResult.of(address), end);
            }
            all[0] &= known >= end;
        });
        return all[0];
    }

    /** Adds bounds of different values that are the same bound of a general value. */
    private void generalFacts(PathFacts old, PathFacts other, PathFacts result) {
        isClosed = true;
        old.eachBound(one -> other.eachBound(two -> {
            if (one != two && one.parts[1] == two.parts[1]) {
                try {
                    ValueNode general = value(one.parts[0], two.parts[0], depth);
                    result.add(graph.lessU(general, one.parts[1]), true);
                } catch (NoSymbolException e) {
                    // The values are not related to any register.
                }
            }
        }));
        isClosed = false;
    }
}
