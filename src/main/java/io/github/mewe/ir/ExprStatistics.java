package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The size of a tree.
 *
 * @param instructions the number of instructions; blocks without a label do not count
 * @param bytes an estimate of their size in the binary
 */
public record ExprStatistics(int instructions, int bytes) {
    /** The average size of an unmodelled instruction: an opcode and an immediate of two bytes. */
    private static final int OPAQUE_BYTES = 4;

    /** A tree with more nodes than these and those of its instructions is not counted to the end. */
    private static final int FREE_NODES = 64;

    private static final int NODES_PER_INSTRUCTION = 16;

    /** Measures a tree. */
    public static ExprStatistics of(Expr root) {
        int[] instructions = {0};
        int[] bytes = {0};
        ExprWalk.each(root, expr -> {
            int size = bytesOf(expr);
            bytes[0] += size;
            instructions[0] += size == 0 ? 0 : 1;
        });
        return new ExprStatistics(instructions[0], bytes[0]);
    }

    /**
     * Determines if a tree has at most a number of instructions. Stops counting at the limit, and never accepts a tree
     * that consists mostly of nodes without size.
     *
     * @param root the tree
     * @param limit the maximum number of instructions
     */
    public static boolean isAtMost(Expr root, int limit) {
        int mostNodes = FREE_NODES + NODES_PER_INSTRUCTION * limit;
        int instructions = 0;
        int nodes = 1;
        var work = new ArrayDeque<Expr>();
        work.push(root);
        while (!work.isEmpty()) {
            Expr expr = work.pop();
            instructions += bytesOf(expr) == 0 ? 0 : 1;
            List<Expr> children = expr.children();
            nodes += children.size();
            if (instructions > limit || nodes > mostNodes) {
                return false;
            }
            children.forEach(work::push);
        }
        return true;
    }

    private static int bytesOf(Expr expr) {
        if (expr instanceof Const constant) {
            return switch (constant.type().kind()) {
                case I32 -> 1 + signedLebSize((int) constant.bits());
                case I64 -> 1 + signedLebSize(constant.bits());
                case F32 -> 5;
                default -> 9;
            };
        }
        if (expr instanceof LocalGet get) {
            return 1 + unsignedLebSize(get.index());
        }
        if (expr instanceof LocalSet set) {
            return 1 + unsignedLebSize(set.index());
        }
        if (expr instanceof IntUnary || expr instanceof IntBinary || expr instanceof Select) {
            return 1;
        }
        if (expr instanceof Numeric numeric) {
            return numeric.operator().bytes();
        }
        if (expr instanceof Load load) {
            return accessBytes(load.offset(), load.valueType());
        }
        if (expr instanceof Store store) {
            return accessBytes(store.offset(), store.valueType());
        }
        if (expr instanceof VectorConst) {
            return 2 + ValueType.V128.bytes();
        }
        if (expr instanceof Block block) {
            return block.label() == null ? 0 : 3;
        }
        if (expr instanceof Loop) {
            return 3;
        }
        if (expr instanceof If conditional) {
            return conditional.ifFalse() == null ? 3 : 4;
        }
        if (expr instanceof Switch table) {
            return 3 + table.targets().size();
        }
        if (expr instanceof Nop) {
            return 0;
        }
        if (expr instanceof Drop || expr instanceof Return || expr instanceof Unreachable) {
            return 1;
        }
        if (expr instanceof Break) {
            return 2;
        }
        if (expr instanceof Call || expr instanceof GlobalGet || expr instanceof GlobalSet) {
            return 3;
        }
        return OPAQUE_BYTES;
    }

    /** The size of the opcode, alignment and offset; vector opcodes have a prefix. */
    private static int accessBytes(long offset, ValueType type) {
        return (type.equals(ValueType.V128) ? 3 : 2) + unsignedLebSize(offset);
    }

    private static int signedLebSize(long value) {
        int magnitudeBits = 64 - Long.numberOfLeadingZeros(value < 0 ? ~value : value);
        return magnitudeBits / 7 + 1;
    }

    private static int unsignedLebSize(long value) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
    }
}
