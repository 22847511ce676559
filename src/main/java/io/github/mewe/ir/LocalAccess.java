package io.github.mewe.ir;

import java.util.BitSet;

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
}
