package io.github.mewe.variant.rewrite;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.FPExpr;
import com.microsoft.z3.FPRMSort;
import com.microsoft.z3.FPSort;
import java.util.List;

/**
 * Translates operations on floats and lanes to the solver's language (WebAssembly specification, sections 4.3.3 and
 * 4.3.4). If the engine may choose among NaNs, the result is unknown, so no rule can rely on it.
 */
final class NumericTranslation {
    private final Context solver;
    private final int width;
    private int unknowns;

    NumericTranslation(Context solver, int width) {
        this.solver = solver;
        this.width = width;
    }

    /**
     * The bits of the result; for a vector, those of one lane.
     *
     * @param name the operation's name in the text format
     * @param operands the operands, in the same representation
     */
    BitVecExpr translate(String name, List<BitVecExpr> operands) {
        String type = name.substring(0, name.indexOf('.'));
        String operation = name.substring(type.length() + 1);
        if (operation.startsWith("reinterpret_")) {
            return operands.get(0);
        }
        if (operation.startsWith("convert_i") && !type.contains("x")) {
            return bits(solver.mkFPToFP(nearest(), operands.get(0), sort(type), operation.endsWith("_s")));
        }
        if (type.equals("v128")) {
            return bitwise(operation, operands);
        }
        BitVecExpr x = operands.get(0);
        if (type.startsWith("f")) {
            return operands.size() == 1 ? floatUnary(operation, x) : floatBinary(operation, x, operands.get(1));
        }
        if (operands.size() == 1) {
            return laneUnary(operation, x);
        }
        return switch (operation) {
            case "shl" -> solver.mkBVSHL(x, count(operands.get(1)));
            case "shr_s" -> solver.mkBVASHR(x, count(operands.get(1)));
            case "shr_u" -> solver.mkBVLSHR(x, count(operands.get(1)));
            default -> laneBinary(operation, x, operands.get(1));
        };
    }

    private BitVecExpr bitwise(String operation, List<BitVecExpr> operands) {
        BitVecExpr x = operands.get(0);
        BitVecExpr y = operands.get(operands.size() > 1 ? 1 : 0);
        return switch (operation) {
            case "not" -> solver.mkBVNot(x);
            case "and" -> solver.mkBVAND(x, y);
            case "or" -> solver.mkBVOR(x, y);
            case "xor" -> solver.mkBVXOR(x, y);
            case "andnot" -> solver.mkBVAND(x, solver.mkBVNot(y));
            case "bitselect" -> {
                BitVecExpr mask = operands.get(2);
                yield solver.mkBVOR(solver.mkBVAND(x, mask), solver.mkBVAND(y, solver.mkBVNot(mask)));
            }
            default -> throw unknown(operation);
        };
    }

    private BitVecExpr floatUnary(String operation, BitVecExpr x) {
        return switch (operation) {
            case "neg" -> solver.mkBVXOR(x, sign(x));
            case "abs" -> solver.mkBVAND(x, solver.mkBVNot(sign(x)));
            default -> throw unknown(operation);
        };
    }

    private BitVecExpr floatBinary(String operation, BitVecExpr x, BitVecExpr y) {
        FPExpr a = value(x);
        FPExpr b = value(y);
        return switch (operation) {
            case "copysign" -> solver.mkBVOR(solver.mkBVAND(x, solver.mkBVNot(sign(x))), solver.mkBVAND(y, sign(y)));
            case "eq" -> truth(solver.mkFPEq(a, b));
            case "ne" -> truth(solver.mkNot(solver.mkFPEq(a, b)));
            case "lt" -> truth(solver.mkFPLt(a, b));
            case "gt" -> truth(solver.mkFPGt(a, b));
            case "le" -> truth(solver.mkFPLEq(a, b));
            case "ge" -> truth(solver.mkFPGEq(a, b));
            case "sub" -> bits(solver.mkFPSub(nearest(), a, b));
            case "add" -> bits(solver.mkFPAdd(nearest(), a, b));
            case "min" -> extremum(solver.mkFPLt(a, b), solver.mkFPLt(b, a), x, y, solver.mkBVOR(x, y));
            case "max" -> extremum(solver.mkFPGt(a, b), solver.mkFPGt(b, a), x, y, solver.mkBVAND(x, y));
            default -> throw unknown(operation);
        };
    }

    /** Equal operands can differ only in sign, so the sign decides. */
    private BitVecExpr extremum(BoolExpr first, BoolExpr second, BitVecExpr x, BitVecExpr y, BitVecExpr ifEqual) {
        BoolExpr nan = solver.mkOr(solver.mkFPIsNaN(value(x)), solver.mkFPIsNaN(value(y)));
        return choose(nan, unknownNan(x.getSortSize()), choose(first, x, choose(second, y, ifEqual)));
    }

    private BitVecExpr laneUnary(String operation, BitVecExpr x) {
        return switch (operation) {
            case "splat" -> x.getSortSize() == width ? x : solver.mkExtract(width - 1, 0, x);
            case "neg" -> solver.mkBVNeg(x);
            case "abs" -> choose(solver.mkBVSLT(x, zero(x)), solver.mkBVNeg(x), x);
            default -> throw unknown(operation);
        };
    }

    private BitVecExpr laneBinary(String operation, BitVecExpr x, BitVecExpr y) {
        return switch (operation) {
            case "add" -> solver.mkBVAdd(x, y);
            case "sub" -> solver.mkBVSub(x, y);
            case "mul" -> solver.mkBVMul(x, y);
            case "eq" -> mask(solver.mkEq(x, y));
            case "ne" -> mask(solver.mkNot(solver.mkEq(x, y)));
            case "lt_s" -> mask(solver.mkBVSLT(x, y));
            case "lt_u" -> mask(solver.mkBVULT(x, y));
            case "gt_s" -> mask(solver.mkBVSGT(x, y));
            case "gt_u" -> mask(solver.mkBVUGT(x, y));
            case "le_s" -> mask(solver.mkBVSLE(x, y));
            case "le_u" -> mask(solver.mkBVULE(x, y));
            case "ge_s" -> mask(solver.mkBVSGE(x, y));
            case "ge_u" -> mask(solver.mkBVUGE(x, y));
            case "min_s" -> choose(solver.mkBVSLT(x, y), x, y);
            case "min_u" -> choose(solver.mkBVULT(x, y), x, y);
            case "max_s" -> choose(solver.mkBVSGT(x, y), x, y);
            case "max_u" -> choose(solver.mkBVUGT(x, y), x, y);
            case "sub_sat_u" -> choose(solver.mkBVUGT(x, y), solver.mkBVSub(x, y), zero(x));
            case "add_sat_u" -> {
                BitVecExpr sum = solver.mkBVAdd(x, y);
                yield choose(solver.mkBVULT(sum, x), solver.mkBVNot(zero(x)), sum);
            }
            default -> throw unknown(operation);
        };
    }

    /** A shift count, modulo the lane's width. */
    private BitVecExpr count(BitVecExpr count) {
        BitVecExpr low = solver.mkBVAND(count, solver.mkBV(width - 1, count.getSortSize()));
        int missing = width - low.getSortSize();
        return missing > 0 ? solver.mkZeroExt(missing, low) : solver.mkExtract(width - 1, 0, low);
    }

    private BitVecExpr mask(BoolExpr condition) {
        return choose(condition, solver.mkBV(-1, width), solver.mkBV(0, width));
    }

    private BitVecExpr truth(BoolExpr condition) {
        return choose(condition, solver.mkBV(1, 32), solver.mkBV(0, 32));
    }

    private BitVecExpr choose(BoolExpr condition, BitVecExpr ifTrue, BitVecExpr ifFalse) {
        return (BitVecExpr) solver.mkITE(condition, ifTrue, ifFalse);
    }

    private BitVecExpr zero(BitVecExpr like) {
        return solver.mkBV(0, like.getSortSize());
    }

    private BitVecExpr sign(BitVecExpr like) {
        return solver.mkBV(Long.toUnsignedString(1L << (like.getSortSize() - 1)), like.getSortSize());
    }

    private FPExpr value(BitVecExpr bits) {
        return solver.mkFPToFP(bits, bits.getSortSize() == 64 ? solver.mkFPSortDouble() : solver.mkFPSortSingle());
    }

    private BitVecExpr bits(FPExpr value) {
        int size = value.getEBits() + value.getSBits();
        return choose(solver.mkFPIsNaN(value), unknownNan(size), solver.mkFPToIEEEBV(value));
    }

    private BitVecExpr unknownNan(int size) {
        return solver.mkBVConst("nan" + unknowns++, size);
    }

    private FPSort sort(String type) {
        return type.equals("f64") ? solver.mkFPSortDouble() : solver.mkFPSortSingle();
    }

    private Expr<FPRMSort> nearest() {
        return solver.mkFPRoundNearestTiesToEven();
    }

    private static IllegalArgumentException unknown(String operation) {
        return new IllegalArgumentException("not modelled: " + operation);
    }
}
