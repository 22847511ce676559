package io.github.mewe.ir;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The labels of a function. The binding requires that they are unique. */
public final class Labels {
    private final Set<String> taken;

    /** For each prefix, a number below which all labels are taken. */
    private final Map<String, Integer> numbers = new HashMap<>();

    private Labels(Set<String> taken) {
        this.taken = taken;
    }

    /** The labels that a tree defines. */
    public static Labels of(Expr root) {
        return new Labels(new HashSet<>(Labels.definedIn(root)));
    }

    /** Creates and reserves a label that the function does not have. */
    public String fresh(String prefix) {
        if (taken.add(prefix)) {
            return prefix;
        }
        int number = numbers.getOrDefault(prefix, 0);
        // The binding never creates labels with this character, not even for unmodelled nodes.
        while (!taken.add(prefix + "~" + number)) {
            number++;
        }
        numbers.put(prefix, number + 1);
        return prefix + "~" + number;
    }

    /** The labels that modelled nodes of a tree define. */
    public static Set<String> definedIn(Expr root) {
        var labels = new HashSet<String>();
        ExprWalk.each(root, expr -> {
            String label = definedBy(expr);
            if (label != null) {
                labels.add(label);
            }
        });
        return labels;
    }

    /** The number of branches to each label by modelled nodes of a tree. */
    public static Map<String, Integer> usesIn(Expr root) {
        var uses = new HashMap<String, Integer>();
        ExprWalk.each(root, expr -> {
            if (expr instanceof Break jump) {
                uses.merge(jump.label(), 1, Integer::sum);
            } else if (expr instanceof Switch table) {
                table.targets().forEach(t -> uses.merge(t, 1, Integer::sum));
                uses.merge(table.defaultTarget(), 1, Integer::sum);
            }
        });
        return uses;
    }

    /**
     * Determines if a function can contain a second copy of a tree with renamed labels. It cannot if an unmodelled node
     * uses labels or depends on its position.
     */
    public static boolean isCopyable(Expr root) {
        return !ExprWalk.any(root, Labels::preventsCopies);
    }

    /** Determines if a node prevents {@linkplain #isCopyable copies} of the trees that contain it. */
    public static boolean preventsCopies(Expr expr) {
        return expr instanceof Opaque opaque
                && (opaque.template().hasLabels() || opaque.template().isPinned());
    }

    /** Determines if a tree contains an instruction that must remain the first one of its construct. */
    public static boolean isPinned(Expr root) {
        return ExprWalk.any(root, Labels::isPinnedNode);
    }

    /** Determines if a node is an instruction that must remain the first one of its construct. */
    public static boolean isPinnedNode(Expr expr) {
        return expr instanceof Opaque opaque && opaque.template().isPinned();
    }

    /**
     * Copies a tree and gives fresh names to all labels that it defines.
     *
     * @param root a {@linkplain #isCopyable copyable} tree
     */
    public Expr copy(Expr root) {
        return copy(root, Map.of());
    }

    /**
     * Copies a tree, gives fresh names to all labels that it defines, and retargets branches to outer labels.
     *
     * @param root a {@linkplain #isCopyable copyable} tree
     * @param retargeted maps labels that the tree uses but does not define to their replacements
     */
    public Expr copy(Expr root, Map<String, String> retargeted) {
        var names = new HashMap<>(retargeted);
        for (String label : Labels.definedIn(root).stream().sorted().toList()) {
            names.put(label, fresh(label));
        }
        return names.isEmpty() ? root : ExprTransformer.bottomUp(root, expr -> renamed(expr, names));
    }

    private static Expr renamed(Expr expr, Map<String, String> names) {
        if (expr instanceof Block block && names.containsKey(block.label())) {
            return new Block(names.get(block.label()), block.items(), block.type());
        }
        if (expr instanceof Loop loop && names.containsKey(loop.label())) {
            return new Loop(names.get(loop.label()), loop.body(), loop.type());
        }
        if (expr instanceof Break jump && names.containsKey(jump.label())) {
            return new Break(names.get(jump.label()), jump.value(), jump.condition(), jump.type());
        }
        if (expr instanceof Switch table) {
            List<String> targets =
                    table.targets().stream().map(t -> names.getOrDefault(t, t)).toList();
            String defaultTarget = names.getOrDefault(table.defaultTarget(), table.defaultTarget());
            return new Switch(targets, defaultTarget, table.value(), table.index());
        }
        return expr;
    }

    private static String definedBy(Expr expr) {
        if (expr instanceof Block block) {
            return block.label();
        }
        return expr instanceof Loop loop ? loop.label() : null;
    }
}
