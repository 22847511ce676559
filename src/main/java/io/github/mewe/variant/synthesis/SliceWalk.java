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
 * Walks through a function in the order of execution, knows what is in locals, and lets what it meets be replaced. A
 * subclass says what by.
 */
abstract class SliceWalk {
    private static final BitSet NOTHING = new BitSet();

    private final Definitions definitions = new Definitions();
    private int loopDepth;

    /** What is known to be in locals where the walk is. */
    protected final Definitions definitions() {
        return definitions;
    }

    /** In how many loops the walk is. */
    protected final int loopDepth() {
        return loopDepth;
    }

    /**
     * What stands in the place of a node: by default the node with its children {@linkplain #walk walked}. Whoever
     * overrides this walks each expression that is kept, in the order of execution, once.
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
        // Where control may come back, skip a part or come from elsewhere, all that the structure writes is uncertain.
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
