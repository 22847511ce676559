package io.github.mewe.ir;

import java.util.Map;

/**
 * Estimates the cost of running a body once, in additions. Weights each instruction by its cost on current processors
 * and by its frequency. Assumes that a loop runs its body eight times and that a condition is true half of the time.
 */
public final class BodyCost {
    /** The runs of code in loops, by their number: 8 per loop, up to four loops. */
    private static final double[] RUNS = {1, 8, 64, 512, 4096};

    private static final double CALL = 8;
    private static final double MEMORY = 3;
    private static final double FLOAT = 2;
    private static final double DIVISION = 15;
    private static final double UNKNOWN = 4;
    private static final double TABLE_BRANCH = 4;

    private BodyCost() {}

    /** The cost of a tree. */
    public static double of(Expr root) {
        return of(root, Map.of());
    }

    /**
     * The cost of a tree including its callees.
     *
     * @param callees the costs of functions by name
     */
    public static double of(Expr root, Map<String, Double> callees) {
        return of(root, 0, callees);
    }

    /**
     * The estimated number of times that code runs per call of its function.
     *
     * @param loops the number of loops around the code
     */
    public static double runs(int loops) {
        return RUNS[Math.min(loops, RUNS.length - 1)];
    }

    /** The cost of an operation without its operands. */
    public static double of(BinaryOperator operator) {
        return switch (operator) {
            case MUL -> 3;
            case DIV_S, DIV_U, REM_S, REM_U -> DIVISION;
            default -> 1;
        };
    }

    /** The cost of an operation without its operand. */
    public static double of(UnaryOperator operator) {
        return switch (operator) {
            case CLZ, CTZ, POPCNT -> 2;
            case WRAP, EXTEND_U -> 0.5;
            default -> 1;
        };
    }

    /** The cost of a node without its children. */
    public static double ofNode(Expr expr) {
        return own(expr, Map.of());
    }

    private static double of(Expr expr, int loops, Map<String, Double> callees) {
        int inside = expr instanceof Loop ? loops + 1 : loops;
        double cost = own(expr, callees) * runs(loops);
        for (int i = 0, count = expr.childCount(); i < count; i++) {
            double share = expr instanceof If && i > 0 ? 0.5 : 1;
            cost += share * of(expr.child(i), inside, callees);
        }
        return cost;
    }

    private static double own(Expr expr, Map<String, Double> callees) {
        if (expr instanceof IntBinary binary) {
            return of(binary.operator());
        }
        if (expr instanceof IntUnary unary) {
            return of(unary.operator());
        }
        if (expr instanceof Const
                || expr instanceof LocalGet
                || expr instanceof LocalSet
                || expr instanceof Block
                || expr instanceof Loop
                || expr instanceof Nop
                || expr instanceof VectorConst
                || expr instanceof Drop
                || expr instanceof Return
                || (expr instanceof Break jump && jump.condition() == null)) {
            return 0;
        }
        if (expr instanceof Call call) {
            return CALL + callees.getOrDefault(call.target(), 0.0);
        }
        if (expr instanceof Switch) {
            return TABLE_BRANCH;
        }
        if (expr instanceof Numeric numeric) {
            String name = numeric.operator().name();
            return name.endsWith(".div") || name.endsWith(".sqrt") ? DIVISION : FLOAT;
        }
        if (expr instanceof Load || expr instanceof Store) {
            return MEMORY;
        }
        return expr instanceof Opaque ? UNKNOWN : 1;
    }
}
