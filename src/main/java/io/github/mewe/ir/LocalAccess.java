package io.github.mewe.ir;

import java.util.BitSet;
import java.util.Collection;

/**
 * The locals that a tree reads and writes.
 *
 * @param reads the indices of the locals that it reads
 * @param writes the indices of the locals that it writes
 */
public record LocalAccess(BitSet reads, BitSet writes) {

    /** Collects the accesses of a tree. */
    public static LocalAccess of(Expr root) {
        var reads = new BitSet();
        var writes = new BitSet();
        ExprWalk.each(root, expr -> {
            if (expr instanceof LocalGet get) {
                reads.set(get.index());
            } else if (expr instanceof LocalSet set) {
                writes.set(set.index());
            }
        });
        return new LocalAccess(reads, writes);
    }

    /** The locals that trees read or write. */
    public static BitSet all(Collection<Expr> roots) {
        var locals = new BitSet();
        for (Expr root : roots) {
            LocalAccess access = of(root);
            locals.or(access.reads());
            locals.or(access.writes());
        }
        return locals;
    }

    /** Determines if a tree reads a local. */
    public static boolean isRead(int local, Expr root) {
        return ExprWalk.any(root, expr -> expr instanceof LocalGet get && get.index() == local);
    }

    /** Determines if a tree writes a local. */
    public static boolean isWritten(int local, Expr root) {
        return ExprWalk.any(root, expr -> expr instanceof LocalSet set && set.index() == local);
    }
}
