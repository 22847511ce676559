package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.If;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Opaque;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks through a function in execution order, tracks the contents of locals, and lets subclasses replace the nodes
 * that it visits.
 */
abstract class SliceWalk {
    private final Definitions definitions;
    private int loopDepth;

    /** Creates a walk through a body. */
    SliceWalk(Expr root) {
        this.definitions = new Definitions(root);
    }

    /** The known contents of locals at the current point. */
    protected final Definitions definitions() {
        return definitions;
    }

    /** The number of loops around the current point. */
    protected final int loopDepth() {
        return loopDepth;
    }

    /**
     * Returns the replacement of a node: by default the node with its children {@linkplain #walk walked}. An override
     * must walk each expression that it keeps exactly once, in execution order.
     */
    protected Expr visit(Expr expr) {
        return walkChildren(expr);
    }

    /** Walks a tree. */
    final Expr walk(Expr expr) {
        Expr result = visit(expr);
        if (expr instanceof LocalSet set) {
            definitions.write(set);
        }
        return result;
    }

    /** Walks the children of a node. */
    protected final Expr walkChildren(Expr expr) {
        List<Expr> children = expr.children();
        if (children.isEmpty()) {
            return expr;
        }
        boolean isLoop = expr instanceof Loop;
        boolean isStructure = isLoop
                || expr instanceof If
                || expr instanceof Opaque
                || (expr instanceof Block block && block.label() != null);
        if (isStructure) {
            definitions.enter(expr);
        }
        loopDepth += isLoop ? 1 : 0;
        List<Expr> changed = null;
        for (int i = 0; i < children.size(); i++) {
            Expr result = walk(children.get(i));
            if (result != children.get(i) && changed == null) {
                changed = new ArrayList<>(children);
            }
            if (changed != null) {
                changed.set(i, result);
            }
            definitions.leaveChild(expr, i);
        }
        loopDepth -= isLoop ? 1 : 0;
        if (isStructure) {
            definitions.leave();
        }
        return changed == null ? expr : expr.withChildren(changed);
    }
}
