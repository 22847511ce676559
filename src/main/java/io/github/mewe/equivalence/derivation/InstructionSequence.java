package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.If;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Nop;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.OpaqueKind;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.Unreachable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A tree as the sequence of instructions that the binary format has: operands before their operation, without blocks
 * that no branch leads to, code that cannot be reached and empty instructions. Trees with the same sequence do the
 * same.
 */
final class InstructionSequence {
    private static final Expr TRAP = new Unreachable();

    private final List<Item> items = new ArrayList<>();
    private boolean isDead;

    private InstructionSequence() {}

    /** The kinds of items. */
    enum Kind {
        /** An operation on the operands before it. */
        OPERATION,
        /** The start of a block, loop or conditional, or of a node with handlers. */
        OPEN,
        /** The end of one part of a construct and the start of another. */
        NEXT,
        /** The end of a construct. */
        CLOSE
    }

    /**
     * An item.
     *
     * @param expr the operation or construct
     */
    record Item(Kind kind, Expr expr) {}

    /** The sequence of a tree. */
    static List<Item> of(Expr root) {
        var sequence = new InstructionSequence();
        sequence.add(root);
        return reachable(withoutUnusedBlocks(sequence.items));
    }

    private void add(Expr expr) {
        if (isDead || expr instanceof Nop) {
            return;
        }
        if (expr instanceof LocalGet || expr instanceof Const) {
            items.add(new Item(Kind.OPERATION, expr));
            return;
        }
        if (expr instanceof Block block) {
            boolean isConstruct = block.label() != null;
            open(block, isConstruct);
            addAll(block.items());
            close(block, isConstruct);
        } else if (expr instanceof Loop loop) {
            open(loop, true);
            add(loop.body());
            close(loop, true);
        } else if (expr instanceof If choice) {
            add(choice.condition());
            parts(choice, choice.children().subList(1, choice.children().size()));
        } else if (expr instanceof Opaque opaque && opaque.template().kind() instanceof OpaqueKind.Scope) {
            parts(opaque, opaque.children());
        } else {
            addAll(expr.children());
            if (!isDead) {
                items.add(new Item(Kind.OPERATION, expr));
                isDead = !expr.isReachable();
            }
        }
    }

    /** Without iterators, since this takes most of the time of the comparison. */
    private void addAll(List<Expr> expressions) {
        for (int i = 0; i < expressions.size(); i++) {
            add(expressions.get(i));
        }
    }

    private void parts(Expr expr, List<Expr> parts) {
        if (isDead) {
            return;
        }
        open(expr, true);
        add(parts.get(0));
        for (Expr part : parts.subList(1, parts.size())) {
            items.add(new Item(Kind.NEXT, expr));
            isDead = false;
            int size = items.size();
            add(part);
            boolean isEmptyArm = items.size() == size && expr instanceof If;
            if (isEmptyArm) {
                items.remove(size - 1);
            }
        }
        close(expr, true);
    }

    private void open(Expr expr, boolean isConstruct) {
        if (isConstruct) {
            items.add(new Item(Kind.OPEN, expr));
        }
    }

    private void close(Expr expr, boolean isConstruct) {
        if (isConstruct) {
            items.add(new Item(Kind.CLOSE, expr));
            isDead = !expr.isReachable();
            if (isDead) {
                items.add(new Item(Kind.OPERATION, TRAP));
            }
        }
    }

    private static List<Item> withoutUnusedBlocks(List<Item> items) {
        Set<String> used = new HashSet<>();
        for (Item item : items) {
            if (item.expr() instanceof Break jump) {
                used.add(jump.label());
            } else if (item.expr() instanceof Switch table) {
                used.addAll(table.targets());
                used.add(table.defaultTarget());
            } else if (item.expr() instanceof Opaque opaque) {
                used.add(opaque.template().branchLabel());
                used.addAll(opaque.template().kind().usedLabels());
            }
        }
        List<Item> left = new ArrayList<>();
        for (Item item : items) {
            boolean isUnused = item.expr() instanceof Block block && !used.contains(block.label());
            if (!isUnused) {
                left.add(item);
            }
        }
        return left;
    }

    /** Removes what follows an operation after which control never continues, up to the end of the construct. */
    private static List<Item> reachable(List<Item> items) {
        List<Item> left = new ArrayList<>();
        boolean isDead = false;
        int inside = 0;
        for (Item item : items) {
            if (!isDead) {
                left.add(item);
                isDead = item.kind() == Kind.OPERATION && !item.expr().isReachable();
            } else if (item.kind() == Kind.OPEN) {
                inside++;
            } else if (item.kind() == Kind.CLOSE && inside > 0) {
                inside--;
            } else if (item.kind() != Kind.OPERATION && inside == 0) {
                left.add(item);
                isDead = false;
            }
        }
        return left;
    }
}
