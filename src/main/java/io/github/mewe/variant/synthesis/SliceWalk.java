package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.If;
import io.github.mewe.ir.LocalAccess;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Opaque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Walks through a function in execution order, tracks the contents of locals, and lets subclasses replace the nodes
 * that it visits.
 */
abstract class SliceWalk {
    private static final BitSet NOTHING = new BitSet();

    private final Definitions definitions = new Definitions();
    private int loopDepth;

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
        if (expr.children().isEmpty()) {
            return expr;
        }
        boolean isLoop = expr instanceof Loop;
        // Control may repeat or skip a part of these structures or enter one from elsewhere, so all their writes are
        // uncertain.
        boolean isStructure = isLoop
                || expr instanceof If
                || expr instanceof Opaque
                || (expr instanceof Block block && block.label() != null);
        BitSet written = isStructure ? LocalAccess.of(expr).writes() : NOTHING;
        if (isLoop || expr instanceof Opaque) {
            definitions.forget(written);
        }
        loopDepth += isLoop ? 1 : 0;
        List<Expr> children = expr.children();
        List<Expr> changed = null;
        for (int i = 0; i < children.size(); i++) {
            Expr result = walk(children.get(i));
            if (result != children.get(i) && changed == null) {
                changed = new ArrayList<>(children);
            }
            if (changed != null) {
                changed.set(i, result);
            }
            if (expr instanceof Opaque || (expr instanceof If && i > 0)) {
                definitions.forget(written);
            }
        }
        loopDepth -= isLoop ? 1 : 0;
        definitions.forget(written);
        return changed == null ? expr : expr.withChildren(changed);
    }
}
