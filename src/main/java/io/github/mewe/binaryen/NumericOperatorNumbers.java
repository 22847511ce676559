package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import io.github.mewe.ir.NumericOperator;
import io.github.mewe.wasm.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Binaryen's numbers for operators on floats and vectors. They are unique per kind of node. */
final class NumericOperatorNumbers {
    private static final NumericOperatorNumbers INSTANCE = new NumericOperatorNumbers();

    private final Map<Key, NumericOperator> operators = new HashMap<>();
    private final Map<String, Key> keys = new HashMap<>();

    /** The kinds of nodes with an operator. */
    enum Kind {
        /** One operand. */
        UNARY,
        /** Two operands. */
        BINARY,
        /** A vector and a shift distance. */
        SHIFT,
        /** Three operands. */
        TERNARY;

        private static Kind of(List<ValueType> operands) {
            return switch (operands.size()) {
                case 1 -> UNARY;
                case 2 -> operands.get(0).equals(operands.get(1)) ? BINARY : SHIFT;
                default -> TERNARY;
            };
        }
    }

    record Key(Kind kind, int number) {}

    /** Looks up the operator with a number; null if the tree does not model it. */
    static NumericOperator operator(Kind kind, int number) {
        return INSTANCE.operators.get(new Key(kind, number));
    }

    /** The number of an operator. */
    static Key key(NumericOperator operator) {
        return INSTANCE.keys.get(operator.name());
    }

    private NumericOperatorNumbers() {
        scalars();
        integerVectors();
        floatVectors();
    }

    private void put(String name, int number) {
        NumericOperator operator = NumericOperator.named(name);
        var key = new Key(Kind.of(operator.operands()), number);
        operators.put(key, operator);
        keys.put(name, key);
    }

    private void scalars() {
        put("f32.neg", BinaryenNegFloat32());
        put("f32.abs", BinaryenAbsFloat32());
        put("f32.ceil", BinaryenCeilFloat32());
        put("f32.floor", BinaryenFloorFloat32());
        put("f32.trunc", BinaryenTruncFloat32());
        put("f32.nearest", BinaryenNearestFloat32());
        put("f32.sqrt", BinaryenSqrtFloat32());
        put("f32.reinterpret_i32", BinaryenReinterpretInt32());
        put("f32.copysign", BinaryenCopySignFloat32());
        put("f32.add", BinaryenAddFloat32());
        put("f32.sub", BinaryenSubFloat32());
        put("f32.mul", BinaryenMulFloat32());
        put("f32.div", BinaryenDivFloat32());
        put("f32.min", BinaryenMinFloat32());
        put("f32.max", BinaryenMaxFloat32());
        put("f32.eq", BinaryenEqFloat32());
        put("f32.ne", BinaryenNeFloat32());
        put("f32.lt", BinaryenLtFloat32());
        put("f32.gt", BinaryenGtFloat32());
        put("f32.le", BinaryenLeFloat32());
        put("f32.ge", BinaryenGeFloat32());
        put("i32.reinterpret_f32", BinaryenReinterpretFloat32());
        put("f64.neg", BinaryenNegFloat64());
        put("f64.abs", BinaryenAbsFloat64());
        put("f64.ceil", BinaryenCeilFloat64());
        put("f64.floor", BinaryenFloorFloat64());
        put("f64.trunc", BinaryenTruncFloat64());
        put("f64.nearest", BinaryenNearestFloat64());
        put("f64.sqrt", BinaryenSqrtFloat64());
        put("f64.reinterpret_i64", BinaryenReinterpretInt64());
        put("f64.copysign", BinaryenCopySignFloat64());
        put("f64.add", BinaryenAddFloat64());
        put("f64.sub", BinaryenSubFloat64());
        put("f64.mul", BinaryenMulFloat64());
        put("f64.div", BinaryenDivFloat64());
        put("f64.min", BinaryenMinFloat64());
        put("f64.max", BinaryenMaxFloat64());
        put("f64.eq", BinaryenEqFloat64());
        put("f64.ne", BinaryenNeFloat64());
        put("f64.lt", BinaryenLtFloat64());
        put("f64.gt", BinaryenGtFloat64());
        put("f64.le", BinaryenLeFloat64());
        put("f64.ge", BinaryenGeFloat64());
        put("i64.reinterpret_f64", BinaryenReinterpretFloat64());
        put("f32.demote_f64", BinaryenDemoteFloat64());
        put("f64.promote_f32", BinaryenPromoteFloat32());
        put("f32.convert_i32_s", BinaryenConvertSInt32ToFloat32());
        put("f32.convert_i32_u", BinaryenConvertUInt32ToFloat32());
        put("i32.trunc_f32_s", BinaryenTruncSFloat32ToInt32());
        put("i32.trunc_f32_u", BinaryenTruncUFloat32ToInt32());
        put("i32.trunc_sat_f32_s", BinaryenTruncSatSFloat32ToInt32());
        put("i32.trunc_sat_f32_u", BinaryenTruncSatUFloat32ToInt32());
        put("f64.convert_i32_s", BinaryenConvertSInt32ToFloat64());
        put("f64.convert_i32_u", BinaryenConvertUInt32ToFloat64());
        put("i32.trunc_f64_s", BinaryenTruncSFloat64ToInt32());
        put("i32.trunc_f64_u", BinaryenTruncUFloat64ToInt32());
        put("i32.trunc_sat_f64_s", BinaryenTruncSatSFloat64ToInt32());
        put("i32.trunc_sat_f64_u", BinaryenTruncSatUFloat64ToInt32());
        put("f32.convert_i64_s", BinaryenConvertSInt64ToFloat32());
        put("f32.convert_i64_u", BinaryenConvertUInt64ToFloat32());
        put("i64.trunc_f32_s", BinaryenTruncSFloat32ToInt64());
        put("i64.trunc_f32_u", BinaryenTruncUFloat32ToInt64());
        put("i64.trunc_sat_f32_s", BinaryenTruncSatSFloat32ToInt64());
        put("i64.trunc_sat_f32_u", BinaryenTruncSatUFloat32ToInt64());
        put("f64.convert_i64_s", BinaryenConvertSInt64ToFloat64());
        put("f64.convert_i64_u", BinaryenConvertUInt64ToFloat64());
        put("i64.trunc_f64_s", BinaryenTruncSFloat64ToInt64());
        put("i64.trunc_f64_u", BinaryenTruncUFloat64ToInt64());
        put("i64.trunc_sat_f64_s", BinaryenTruncSatSFloat64ToInt64());
        put("i64.trunc_sat_f64_u", BinaryenTruncSatUFloat64ToInt64());
    }

    private void integerVectors() {
        put("v128.not", BinaryenNotVec128());
        put("v128.any_true", BinaryenAnyTrueVec128());
        put("v128.and", BinaryenAndVec128());
        put("v128.or", BinaryenOrVec128());
        put("v128.xor", BinaryenXorVec128());
        put("v128.andnot", BinaryenAndNotVec128());
        put("v128.bitselect", BinaryenBitselectVec128());
        put("i8x16.splat", BinaryenSplatVecI8x16());
        put("i8x16.abs", BinaryenAbsVecI8x16());
        put("i8x16.neg", BinaryenNegVecI8x16());
        put("i8x16.all_true", BinaryenAllTrueVecI8x16());
        put("i8x16.bitmask", BinaryenBitmaskVecI8x16());
        put("i8x16.shl", BinaryenShlVecI8x16());
        put("i8x16.shr_s", BinaryenShrSVecI8x16());
        put("i8x16.shr_u", BinaryenShrUVecI8x16());
        put("i8x16.add", BinaryenAddVecI8x16());
        put("i8x16.sub", BinaryenSubVecI8x16());
        put("i8x16.eq", BinaryenEqVecI8x16());
        put("i8x16.ne", BinaryenNeVecI8x16());
        put("i8x16.lt_s", BinaryenLtSVecI8x16());
        put("i8x16.gt_s", BinaryenGtSVecI8x16());
        put("i8x16.le_s", BinaryenLeSVecI8x16());
        put("i8x16.ge_s", BinaryenGeSVecI8x16());
        put("i8x16.lt_u", BinaryenLtUVecI8x16());
        put("i8x16.gt_u", BinaryenGtUVecI8x16());
        put("i8x16.le_u", BinaryenLeUVecI8x16());
        put("i8x16.ge_u", BinaryenGeUVecI8x16());
        put("i8x16.min_s", BinaryenMinSVecI8x16());
        put("i8x16.min_u", BinaryenMinUVecI8x16());
        put("i8x16.max_s", BinaryenMaxSVecI8x16());
        put("i8x16.max_u", BinaryenMaxUVecI8x16());
        put("i16x8.splat", BinaryenSplatVecI16x8());
        put("i16x8.abs", BinaryenAbsVecI16x8());
        put("i16x8.neg", BinaryenNegVecI16x8());
        put("i16x8.all_true", BinaryenAllTrueVecI16x8());
        put("i16x8.bitmask", BinaryenBitmaskVecI16x8());
        put("i16x8.shl", BinaryenShlVecI16x8());
        put("i16x8.shr_s", BinaryenShrSVecI16x8());
        put("i16x8.shr_u", BinaryenShrUVecI16x8());
        put("i16x8.add", BinaryenAddVecI16x8());
        put("i16x8.sub", BinaryenSubVecI16x8());
        put("i16x8.eq", BinaryenEqVecI16x8());
        put("i16x8.ne", BinaryenNeVecI16x8());
        put("i16x8.lt_s", BinaryenLtSVecI16x8());
        put("i16x8.gt_s", BinaryenGtSVecI16x8());
        put("i16x8.le_s", BinaryenLeSVecI16x8());
        put("i16x8.ge_s", BinaryenGeSVecI16x8());
        put("i16x8.lt_u", BinaryenLtUVecI16x8());
        put("i16x8.gt_u", BinaryenGtUVecI16x8());
        put("i16x8.le_u", BinaryenLeUVecI16x8());
        put("i16x8.ge_u", BinaryenGeUVecI16x8());
        put("i16x8.min_s", BinaryenMinSVecI16x8());
        put("i16x8.min_u", BinaryenMinUVecI16x8());
        put("i16x8.max_s", BinaryenMaxSVecI16x8());
        put("i16x8.max_u", BinaryenMaxUVecI16x8());
        put("i16x8.mul", BinaryenMulVecI16x8());
        put("i16x8.extend_low_i8x16_s", BinaryenExtendLowSVecI8x16ToVecI16x8());
        put("i16x8.extend_high_i8x16_s", BinaryenExtendHighSVecI8x16ToVecI16x8());
        put("i16x8.extmul_low_i8x16_s", BinaryenExtMulLowSVecI16x8());
        put("i16x8.extmul_high_i8x16_s", BinaryenExtMulHighSVecI16x8());
        put("i16x8.extend_low_i8x16_u", BinaryenExtendLowUVecI8x16ToVecI16x8());
        put("i16x8.extend_high_i8x16_u", BinaryenExtendHighUVecI8x16ToVecI16x8());
        put("i16x8.extmul_low_i8x16_u", BinaryenExtMulLowUVecI16x8());
        put("i16x8.extmul_high_i8x16_u", BinaryenExtMulHighUVecI16x8());
        put("i32x4.splat", BinaryenSplatVecI32x4());
        put("i32x4.abs", BinaryenAbsVecI32x4());
        put("i32x4.neg", BinaryenNegVecI32x4());
        put("i32x4.all_true", BinaryenAllTrueVecI32x4());
        put("i32x4.bitmask", BinaryenBitmaskVecI32x4());
        put("i32x4.shl", BinaryenShlVecI32x4());
        put("i32x4.shr_s", BinaryenShrSVecI32x4());
        put("i32x4.shr_u", BinaryenShrUVecI32x4());
        put("i32x4.add", BinaryenAddVecI32x4());
        put("i32x4.sub", BinaryenSubVecI32x4());
        put("i32x4.eq", BinaryenEqVecI32x4());
        put("i32x4.ne", BinaryenNeVecI32x4());
        put("i32x4.lt_s", BinaryenLtSVecI32x4());
        put("i32x4.gt_s", BinaryenGtSVecI32x4());
        put("i32x4.le_s", BinaryenLeSVecI32x4());
        put("i32x4.ge_s", BinaryenGeSVecI32x4());
        put("i32x4.lt_u", BinaryenLtUVecI32x4());
        put("i32x4.gt_u", BinaryenGtUVecI32x4());
        put("i32x4.le_u", BinaryenLeUVecI32x4());
        put("i32x4.ge_u", BinaryenGeUVecI32x4());
        put("i32x4.min_s", BinaryenMinSVecI32x4());
        put("i32x4.min_u", BinaryenMinUVecI32x4());
        put("i32x4.max_s", BinaryenMaxSVecI32x4());
        put("i32x4.max_u", BinaryenMaxUVecI32x4());
        put("i32x4.mul", BinaryenMulVecI32x4());
        put("i32x4.extend_low_i16x8_s", BinaryenExtendLowSVecI16x8ToVecI32x4());
        put("i32x4.extend_high_i16x8_s", BinaryenExtendHighSVecI16x8ToVecI32x4());
        put("i32x4.extmul_low_i16x8_s", BinaryenExtMulLowSVecI32x4());
        put("i32x4.extmul_high_i16x8_s", BinaryenExtMulHighSVecI32x4());
        put("i32x4.extend_low_i16x8_u", BinaryenExtendLowUVecI16x8ToVecI32x4());
        put("i32x4.extend_high_i16x8_u", BinaryenExtendHighUVecI16x8ToVecI32x4());
        put("i32x4.extmul_low_i16x8_u", BinaryenExtMulLowUVecI32x4());
        put("i32x4.extmul_high_i16x8_u", BinaryenExtMulHighUVecI32x4());
        put("i64x2.splat", BinaryenSplatVecI64x2());
        put("i64x2.abs", BinaryenAbsVecI64x2());
        put("i64x2.neg", BinaryenNegVecI64x2());
        put("i64x2.all_true", BinaryenAllTrueVecI64x2());
        put("i64x2.bitmask", BinaryenBitmaskVecI64x2());
        put("i64x2.shl", BinaryenShlVecI64x2());
        put("i64x2.shr_s", BinaryenShrSVecI64x2());
        put("i64x2.shr_u", BinaryenShrUVecI64x2());
        put("i64x2.add", BinaryenAddVecI64x2());
        put("i64x2.sub", BinaryenSubVecI64x2());
        put("i64x2.eq", BinaryenEqVecI64x2());
        put("i64x2.ne", BinaryenNeVecI64x2());
        put("i64x2.lt_s", BinaryenLtSVecI64x2());
        put("i64x2.gt_s", BinaryenGtSVecI64x2());
        put("i64x2.le_s", BinaryenLeSVecI64x2());
        put("i64x2.ge_s", BinaryenGeSVecI64x2());
        put("i64x2.mul", BinaryenMulVecI64x2());
        put("i64x2.extend_low_i32x4_s", BinaryenExtendLowSVecI32x4ToVecI64x2());
        put("i64x2.extend_high_i32x4_s", BinaryenExtendHighSVecI32x4ToVecI64x2());
        put("i64x2.extmul_low_i32x4_s", BinaryenExtMulLowSVecI64x2());
        put("i64x2.extmul_high_i32x4_s", BinaryenExtMulHighSVecI64x2());
        put("i64x2.extend_low_i32x4_u", BinaryenExtendLowUVecI32x4ToVecI64x2());
        put("i64x2.extend_high_i32x4_u", BinaryenExtendHighUVecI32x4ToVecI64x2());
        put("i64x2.extmul_low_i32x4_u", BinaryenExtMulLowUVecI64x2());
        put("i64x2.extmul_high_i32x4_u", BinaryenExtMulHighUVecI64x2());
        put("i8x16.popcnt", BinaryenPopcntVecI8x16());
        put("i8x16.swizzle", BinaryenSwizzleVecI8x16());
        put("i16x8.q15mulr_sat_s", BinaryenQ15MulrSatSVecI16x8());
        put("i16x8.extadd_pairwise_i8x16_s", BinaryenExtAddPairwiseSVecI8x16ToI16x8());
        put("i16x8.extadd_pairwise_i8x16_u", BinaryenExtAddPairwiseUVecI8x16ToI16x8());
        put("i32x4.extadd_pairwise_i16x8_s", BinaryenExtAddPairwiseSVecI16x8ToI32x4());
        put("i32x4.extadd_pairwise_i16x8_u", BinaryenExtAddPairwiseUVecI16x8ToI32x4());
        put("i32x4.dot_i16x8_s", BinaryenDotSVecI16x8ToVecI32x4());
        put("i8x16.narrow_i16x8_s", BinaryenNarrowSVecI16x8ToVecI8x16());
        put("i8x16.narrow_i16x8_u", BinaryenNarrowUVecI16x8ToVecI8x16());
        put("i16x8.narrow_i32x4_s", BinaryenNarrowSVecI32x4ToVecI16x8());
        put("i16x8.narrow_i32x4_u", BinaryenNarrowUVecI32x4ToVecI16x8());
        put("i8x16.add_sat_s", BinaryenAddSatSVecI8x16());
        put("i8x16.add_sat_u", BinaryenAddSatUVecI8x16());
        put("i8x16.sub_sat_s", BinaryenSubSatSVecI8x16());
        put("i8x16.sub_sat_u", BinaryenSubSatUVecI8x16());
        put("i8x16.avgr_u", BinaryenAvgrUVecI8x16());
        put("i16x8.add_sat_s", BinaryenAddSatSVecI16x8());
        put("i16x8.add_sat_u", BinaryenAddSatUVecI16x8());
        put("i16x8.sub_sat_s", BinaryenSubSatSVecI16x8());
        put("i16x8.sub_sat_u", BinaryenSubSatUVecI16x8());
        put("i16x8.avgr_u", BinaryenAvgrUVecI16x8());
        put("i32x4.trunc_sat_f32x4_s", BinaryenTruncSatSVecF32x4ToVecI32x4());
        put("i32x4.trunc_sat_f32x4_u", BinaryenTruncSatUVecF32x4ToVecI32x4());
        put("i32x4.trunc_sat_f64x2_s_zero", BinaryenTruncSatZeroSVecF64x2ToVecI32x4());
        put("i32x4.trunc_sat_f64x2_u_zero", BinaryenTruncSatZeroUVecF64x2ToVecI32x4());
    }

    private void floatVectors() {
        put("f32x4.splat", BinaryenSplatVecF32x4());
        put("f32x4.neg", BinaryenNegVecF32x4());
        put("f32x4.abs", BinaryenAbsVecF32x4());
        put("f32x4.ceil", BinaryenCeilVecF32x4());
        put("f32x4.floor", BinaryenFloorVecF32x4());
        put("f32x4.trunc", BinaryenTruncVecF32x4());
        put("f32x4.nearest", BinaryenNearestVecF32x4());
        put("f32x4.sqrt", BinaryenSqrtVecF32x4());
        put("f32x4.add", BinaryenAddVecF32x4());
        put("f32x4.sub", BinaryenSubVecF32x4());
        put("f32x4.mul", BinaryenMulVecF32x4());
        put("f32x4.div", BinaryenDivVecF32x4());
        put("f32x4.min", BinaryenMinVecF32x4());
        put("f32x4.max", BinaryenMaxVecF32x4());
        put("f32x4.pmin", BinaryenPMinVecF32x4());
        put("f32x4.pmax", BinaryenPMaxVecF32x4());
        put("f32x4.eq", BinaryenEqVecF32x4());
        put("f32x4.ne", BinaryenNeVecF32x4());
        put("f32x4.lt", BinaryenLtVecF32x4());
        put("f32x4.gt", BinaryenGtVecF32x4());
        put("f32x4.le", BinaryenLeVecF32x4());
        put("f32x4.ge", BinaryenGeVecF32x4());
        put("f64x2.splat", BinaryenSplatVecF64x2());
        put("f64x2.neg", BinaryenNegVecF64x2());
        put("f64x2.abs", BinaryenAbsVecF64x2());
        put("f64x2.ceil", BinaryenCeilVecF64x2());
        put("f64x2.floor", BinaryenFloorVecF64x2());
        put("f64x2.trunc", BinaryenTruncVecF64x2());
        put("f64x2.nearest", BinaryenNearestVecF64x2());
        put("f64x2.sqrt", BinaryenSqrtVecF64x2());
        put("f64x2.add", BinaryenAddVecF64x2());
        put("f64x2.sub", BinaryenSubVecF64x2());
        put("f64x2.mul", BinaryenMulVecF64x2());
        put("f64x2.div", BinaryenDivVecF64x2());
        put("f64x2.min", BinaryenMinVecF64x2());
        put("f64x2.max", BinaryenMaxVecF64x2());
        put("f64x2.pmin", BinaryenPMinVecF64x2());
        put("f64x2.pmax", BinaryenPMaxVecF64x2());
        put("f64x2.eq", BinaryenEqVecF64x2());
        put("f64x2.ne", BinaryenNeVecF64x2());
        put("f64x2.lt", BinaryenLtVecF64x2());
        put("f64x2.gt", BinaryenGtVecF64x2());
        put("f64x2.le", BinaryenLeVecF64x2());
        put("f64x2.ge", BinaryenGeVecF64x2());
        put("f32x4.convert_i32x4_s", BinaryenConvertSVecI32x4ToVecF32x4());
        put("f32x4.convert_i32x4_u", BinaryenConvertUVecI32x4ToVecF32x4());
        put("f32x4.demote_f64x2_zero", BinaryenDemoteZeroVecF64x2ToVecF32x4());
        put("f64x2.convert_low_i32x4_s", BinaryenConvertLowSVecI32x4ToVecF64x2());
        put("f64x2.convert_low_i32x4_u", BinaryenConvertLowUVecI32x4ToVecF64x2());
        put("f64x2.promote_low_f32x4", BinaryenPromoteLowVecF32x4ToVecF64x2());
    }
}
