package io.github.mewe.equivalence.isolation;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.Labels;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A node around a fault, with and without the fault, as functions of all locals. Each returns how control leaves the
 * node, the node's value, and the locals that may be read later. If the functions are equal, the fault changes nothing:
 * control enters the node with the same values on both sides for the first time, and so for every time.
 */
final class FaultRegion {
    private static final String END = "\0end";

    private final Facts facts;
    private final FaultSite site;
    private final int height;
    private final SortedSet<String> labels = new TreeSet<>();
    private final Set<String> endLabels;
    private final Map<String, BitSet> readLater = new HashMap<>();
    private final BitSet written = new BitSet();
    private final RegionTerms terms;

    /**
     * The functions to compare.
     *
     * @param before the node without the fault
     * @param after the node with the fault
     */
    record Functions(FunctionBody before, FunctionBody after) {}

    /** The analyses of the bodies without and with a fault, which all regions of a site share. */
    record Facts(FaultSite site, LocalBounds bounds, LocalLiveness before, LocalLiveness after) {
        /**
         * Analyses the bodies.
         *
         * @param site a site in bodies whose liveness is {@linkplain LocalLiveness#isKnown known}
         */
        static Facts of(FaultSite site, LocalBounds bounds) {
            return new Facts(site, bounds, new LocalLiveness(site.body()), new LocalLiveness(site.changedBody()));
        }
    }

    /**
     * Prepares the functions.
     *
     * @param height the number of nodes on the path from the fault to the node
     * @param isExact false if divisions may have any result that their operands determine
     */
    FaultRegion(Facts facts, int height, boolean isExact) {
        this.facts = facts;
        this.site = facts.site();
        this.height = height;
        this.terms = new RegionTerms(site.body(), isExact);
        this.endLabels = labelsAtEnd(site.nodes().subList(height, site.nodes().size()));
        addReads(facts.before(), site.nodes().get(height));
        addReads(facts.after(), site.changedNodes().get(height));
    }

    private void addReads(LocalLiveness liveness, Expr node) {
        addReads(END, liveness.after(node));
        SortedSet<String> used = RegionTerms.outerLabels(node);
        used.forEach(label -> addReads(label, liveness.at(label)));
        labels.addAll(used);
        ExprWalk.each(node, expr -> {
            if (expr instanceof LocalSet set) {
                written.set(set.index());
            }
        });
    }

    private void addReads(String label, BitSet locals) {
        readLater.computeIfAbsent(place(label), any -> new BitSet()).or(locals);
    }

    /** The labels that control reaches at once after a node, which is the first of a path. */
    private static Set<String> labelsAtEnd(List<Expr> path) {
        Set<String> found = new HashSet<>();
        for (int i = 1; i < path.size(); i++) {
            Expr inner = path.get(i - 1);
            Expr outer = path.get(i);
            boolean isLast = outer instanceof Loop
                    || outer instanceof If test && test.condition() != inner
                    || outer instanceof Block block
                            && block.items().get(block.items().size() - 1) == inner;
            if (!isLast) {
                return found;
            }
            if (outer instanceof Block block && block.label() != null) {
                found.add(block.label());
            }
        }
        found.add(RegionTerms.RETURN);
        return found;
    }

    /** The name of the place that a label stands for. */
    private String place(String label) {
        return endLabels.contains(label) ? END : label;
    }

    /** The functions for the node. */
    Functions functions() {
        return functions(UnaryOperator.identity());
    }

    /** The functions for two iterations of the loop whose body the node is. */
    Functions twice(Loop loop) {
        return functions(iteration -> twice(loop, iteration));
    }

    private Functions functions(UnaryOperator<Expr> change) {
        return new Functions(
                function(change.apply(terms.rewritten(site.nodes().get(height)))),
                function(change.apply(terms.rewritten(site.changedNodes().get(height)))));
    }

    private static Expr twice(Loop loop, Expr iteration) {
        ValueType type = RegionTerms.type(loop.type());
        String next = "\0next";
        String done = "\0done";
        Expr first = Labels.of(iteration).copy(iteration, Map.of(loop.label(), next));
        Expr leave = type.isConcrete()
                ? new Break(done, first, null, ValueType.UNREACHABLE)
                : Block.of(null, first, Break.to(done));
        return new Block(done, List.of(Block.of(next, leave), iteration), type);
    }

    private FunctionBody function(Expr node) {
        Expr region = isCondition() ? IntBinary.of(BinaryOperator.NE, ValueType.I32, node, Const.i32(0)) : node;
        Expr code = exit(END, region);
        for (String label : labels) {
            code = exit(label, new Block(label, List.of(code), terms.typeAt(label)));
        }
        List<Expr> items = new ArrayList<>(known());
        items.add(code);
        FunctionBody body = site.body();
        List<ValueType> params = IntStream.range(0, body.localCount())
                .mapToObj(i -> RegionTerms.type(body.localType(i)))
                .toList();
        return new FunctionBody(
                "region",
                new Signature(params, ValueType.NONE),
                terms.addedLocals(),
                new Block(null, items, ValueType.UNREACHABLE));
    }

    private boolean isCondition() {
        if (height + 1 == site.nodes().size()) {
            return false;
        }
        Expr node = site.nodes().get(height);
        Expr user = site.nodes().get(height + 1);
        return user instanceof If test && test.condition() == node
                || user instanceof Break jump && jump.condition() == node;
    }

    /** Assignments that state the constants and bounds of locals. */
    private List<Expr> known() {
        List<Expr> items = new ArrayList<>();
        for (int i = 0; i < site.body().localCount(); i++) {
            ValueType type = site.body().localType(i);
            if (type.isInteger()) {
                var local = new LocalGet(i, type);
                Expr value = facts.bounds()
                        .constant(i, site.nodes().subList(height, site.nodes().size()))
                        .<Expr>map(constant -> constant)
                        .orElseGet(() -> facts.bounds().assumed(local));
                if (value != local) {
                    items.add(LocalSet.set(i, value));
                }
            }
        }
        return items;
    }

    /** Writes the value of a node and the state after it to globals, and returns. */
    private Expr exit(String label, Expr node) {
        List<Expr> items = new ArrayList<>();
        items.add(node.type().isConcrete() ? new GlobalSet("\0value " + node.type(), node) : node);
        items.add(new GlobalSet("\0exit", Const.i32(number(place(label)))));
        BitSet read = readLater.get(place(label));
        written.stream()
                .filter(read::get)
                .forEach(i -> items.add(new GlobalSet(
                        "\0local " + i,
                        new LocalGet(i, RegionTerms.type(site.body().localType(i))))));
        items.add(new Return(null));
        return new Block(null, items, ValueType.UNREACHABLE);
    }

    private int number(String place) {
        return place.equals(END) ? -1 : labels.headSet(place).size();
    }
}
