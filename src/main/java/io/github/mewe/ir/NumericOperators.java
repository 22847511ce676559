package io.github.mewe.ir;

import static io.github.mewe.ir.NumericOperator.Outcome.ANY_NAN;
import static io.github.mewe.ir.NumericOperator.Outcome.EXACT;
import static io.github.mewe.ir.NumericOperator.Outcome.TRAPS;
import static io.github.mewe.wasm.ValueType.F32;
import static io.github.mewe.wasm.ValueType.F64;
import static io.github.mewe.wasm.ValueType.I32;
import static io.github.mewe.wasm.ValueType.I64;
import static io.github.mewe.wasm.ValueType.V128;

import io.github.mewe.ir.NumericOperator.Outcome;
import io.github.mewe.wasm.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of operators on floats and vectors (core specification, sections 4.3.3 and 4.3.4). It excludes relaxed
 * operators, whose results are not deterministic, and those with a lane index.
 */
final class NumericOperators {
    private static final List<String> SHAPES = List.of("i8x16", "i16x8", "i32x4", "i64x2");

    private final Map<String, NumericOperator> byName = new LinkedHashMap<>();

    NumericOperators() {
        scalars(F32, I32);
        scalars(F64, I64);
        define("f32", "demote_f64", ANY_NAN, F32, F64);
        define("f64", "promote_f32", ANY_NAN, F64, F32);
        for (ValueType integer : List.of(I32, I64)) {
            for (ValueType real : List.of(F32, F64)) {
                define(real, "convert_" + integer + "_s convert_" + integer + "_u", EXACT, real, integer);
                define(integer, "trunc_" + real + "_s trunc_" + real + "_u", TRAPS, integer, real);
                define(integer, "trunc_sat_" + real + "_s trunc_sat_" + real + "_u", EXACT, integer, real);
            }
        }
        define("v128", "not", EXACT, V128, V128);
        define("v128", "and andnot or xor", EXACT, V128, V128, V128);
        define("v128", "bitselect", EXACT, V128, V128, V128, V128);
        define("v128", "any_true", EXACT, I32, V128);
        SHAPES.forEach(this::lanes);
        narrowLanes();
        floatLanes("f32x4", F32);
        floatLanes("f64x2", F64);
        define("f32x4", "convert_i32x4_s convert_i32x4_u", EXACT, V128, V128);
        define("f32x4", "demote_f64x2_zero", ANY_NAN, V128, V128);
        define("f64x2", "convert_low_i32x4_s convert_low_i32x4_u", EXACT, V128, V128);
        define("f64x2", "promote_low_f32x4", ANY_NAN, V128, V128);
        define("i32x4", "trunc_sat_f32x4_s trunc_sat_f32x4_u", EXACT, V128, V128);
        define("i32x4", "trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero", EXACT, V128, V128);
    }

    Map<String, NumericOperator> byName() {
        return Collections.unmodifiableMap(byName);
    }

    private void scalars(ValueType real, ValueType integer) {
        define(real, "neg abs", EXACT, real, real);
        define(real, "ceil floor trunc nearest sqrt", ANY_NAN, real, real);
        define(real, "copysign", EXACT, real, real, real);
        define(real, "add sub mul div min max", ANY_NAN, real, real, real);
        define(real, "eq ne lt gt le ge", EXACT, I32, real, real);
        define(real, "reinterpret_" + integer, EXACT, real, integer);
        define(integer, "reinterpret_" + real, EXACT, integer, real);
    }

    private void lanes(String shape) {
        ValueType lane = shape.equals("i64x2") ? I64 : I32;
        define(shape, "splat", EXACT, V128, lane);
        define(shape, "abs neg", EXACT, V128, V128);
        define(shape, "all_true bitmask", EXACT, I32, V128);
        define(shape, "shl shr_s shr_u", EXACT, V128, V128, I32);
        define(shape, "add sub", EXACT, V128, V128, V128);
        define(shape, "eq ne lt_s gt_s le_s ge_s", EXACT, V128, V128, V128);
        if (!shape.equals("i64x2")) {
            define(shape, "lt_u gt_u le_u ge_u min_s min_u max_s max_u", EXACT, V128, V128, V128);
        }
        if (!shape.equals("i8x16")) {
            define(shape, "mul", EXACT, V128, V128, V128);
            String half = SHAPES.get(SHAPES.indexOf(shape) - 1);
            for (String sign : List.of("_s", "_u")) {
                define(shape, "extend_low_" + half + sign + " extend_high_" + half + sign, EXACT, V128, V128);
                define(shape, "extmul_low_" + half + sign + " extmul_high_" + half + sign, EXACT, V128, V128, V128);
            }
        }
    }

    private void narrowLanes() {
        define("i8x16", "popcnt", EXACT, V128, V128);
        define("i8x16", "swizzle", EXACT, V128, V128, V128);
        define("i16x8", "q15mulr_sat_s", EXACT, V128, V128, V128);
        define("i16x8", "extadd_pairwise_i8x16_s extadd_pairwise_i8x16_u", EXACT, V128, V128);
        define("i32x4", "extadd_pairwise_i16x8_s extadd_pairwise_i16x8_u", EXACT, V128, V128);
        define("i32x4", "dot_i16x8_s", EXACT, V128, V128, V128);
        define("i8x16", "narrow_i16x8_s narrow_i16x8_u", EXACT, V128, V128, V128);
        define("i16x8", "narrow_i32x4_s narrow_i32x4_u", EXACT, V128, V128, V128);
        for (String shape : List.of("i8x16", "i16x8")) {
            define(shape, "add_sat_s add_sat_u sub_sat_s sub_sat_u avgr_u", EXACT, V128, V128, V128);
        }
    }

    private void floatLanes(String shape, ValueType lane) {
        define(shape, "splat", EXACT, V128, lane);
        define(shape, "neg abs", EXACT, V128, V128);
        define(shape, "ceil floor trunc nearest sqrt", ANY_NAN, V128, V128);
        define(shape, "add sub mul div min max", ANY_NAN, V128, V128, V128);
        define(shape, "pmin pmax eq ne lt gt le ge", EXACT, V128, V128, V128);
    }

    private void define(ValueType prefix, String names, Outcome outcome, ValueType result, ValueType... operands) {
        define(prefix.toString(), names, outcome, result, operands);
    }

    private void define(String prefix, String names, Outcome outcome, ValueType result, ValueType... operands) {
        for (String name : names.split(" ")) {
            String full = prefix + "." + name;
            if (byName.put(full, new NumericOperator(full, List.of(operands), result, outcome)) != null) {
                throw new IllegalStateException("duplicate operator " + full);
            }
        }
    }
}
