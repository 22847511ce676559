package io.github.mewe.property;

import static io.github.mewe.property.Kind.F32;
import static io.github.mewe.property.Kind.F64;
import static io.github.mewe.property.Kind.I32;
import static io.github.mewe.property.Kind.I64;
import static io.github.mewe.property.Kind.V128;

import io.github.mewe.property.GeneratedInstruction.Nan;
import io.github.mewe.variant.VariantRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The numeric and vector instructions of WebAssembly 2.0 by the types of their results: those whose results are the
 * same on every engine, except for the bits of a NaN.
 */
final class InstructionSet {
    private static final String COMPARISONS = "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u";
    private static final String SIGNED_COMPARISONS = "eq ne lt_s gt_s le_s ge_s";
    private static final String FLOAT_COMPARISONS = "eq ne lt gt le ge";

    /** The weight of integer instructions among those with the same result. */
    private static final double SCALAR_INTEGER_SHARE = 0.7;

    private final Map<Kind, List<GeneratedInstruction>> integer = new EnumMap<>(Kind.class);
    private final Map<Kind, List<GeneratedInstruction>> other = new EnumMap<>(Kind.class);

    InstructionSet() {
        for (Kind kind : Kind.values()) {
            integer.put(kind, new ArrayList<>());
            other.put(kind, new ArrayList<>());
        }
        integers(I32, "clz ctz popcnt extend8_s extend16_s");
        integers(I64, "clz ctz popcnt extend8_s extend16_s extend32_s");
        floats(F32);
        floats(F64);
        conversions();
        integerVectors("i8x16", 16, I32);
        integerVectors("i16x8", 8, I32);
        integerVectors("i32x4", 4, I32);
        integerVectors("i64x2", 2, I64);
        narrowVectors();
        floatVectors("f32x4", 4, F32);
        floatVectors("f64x2", 2, F64);
        vectors();
    }

    /** A random instruction with a result. */
    GeneratedInstruction pick(Kind result, VariantRandom random) {
        boolean isInteger =
                other.get(result).isEmpty() || (!integer.get(result).isEmpty() && random.chance(SCALAR_INTEGER_SHARE));
        return random.pick((isInteger ? integer : other).get(result));
    }

    /** All instructions. */
    List<GeneratedInstruction> all() {
        var all = new ArrayList<GeneratedInstruction>();
        integer.values().forEach(all::addAll);
        other.values().forEach(all::addAll);
        return all;
    }

    private void integers(Kind kind, String unary) {
        add(integer, kind, unary, kind, Nan.EXACT, kind);
        String binary = "add sub mul and or xor shl shr_s shr_u rotl rotr div_s div_u rem_s rem_u";
        add(integer, kind, binary, kind, Nan.EXACT, kind, kind);
        add(integer, kind, "eqz", I32, Nan.EXACT, kind);
        add(integer, kind, COMPARISONS, I32, Nan.EXACT, kind, kind);
    }

    private void floats(Kind kind) {
        add(other, kind, "add sub mul div min max", kind, Nan.OPEN, kind, kind);
        add(other, kind, "sqrt ceil floor trunc nearest", kind, Nan.OPEN, kind);
        add(other, kind, "abs neg", kind, Nan.SIGN, kind);
        add(other, kind, "copysign", kind, Nan.EXACT, kind, kind);
        add(other, kind, FLOAT_COMPARISONS, I32, Nan.BLIND, kind, kind);
    }

    private void conversions() {
        add(integer, I32, "wrap_i64", I32, Nan.EXACT, I64);
        add(integer, I64, "extend_i32_s extend_i32_u", I64, Nan.EXACT, I32);
        add(other, I32, "reinterpret_f32", I32, Nan.EXACT, F32);
        add(other, I64, "reinterpret_f64", I64, Nan.EXACT, F64);
        add(other, F32, "reinterpret_i32", F32, Nan.EXACT, I32);
        add(other, F64, "reinterpret_i64", F64, Nan.EXACT, I64);
        add(other, F32, "demote_f64", F32, Nan.OPEN, F64);
        add(other, F64, "promote_f32", F64, Nan.OPEN, F32);
        for (Kind kind : List.of(F32, F64)) {
            add(other, kind, "convert_i32_s convert_i32_u", kind, Nan.EXACT, I32);
            add(other, kind, "convert_i64_s convert_i64_u", kind, Nan.EXACT, I64);
            for (Kind to : List.of(I32, I64)) {
                String from = kind.text();
                String names = "trunc_%s_s trunc_%s_u trunc_sat_%s_s trunc_sat_%s_u".replace("%s", from);
                add(other, to, names, to, Nan.BLIND, kind);
            }
        }
    }

    private void integerVectors(String shape, int lanes, Kind lane) {
        vector(shape, "add sub" + (lanes == 16 ? "" : " mul"), V128, V128);
        vector(shape, lanes == 2 ? SIGNED_COMPARISONS : COMPARISONS, V128, V128);
        vector(shape, "abs neg", V128);
        vector(shape, "shl shr_s shr_u", V128, I32);
        vector(shape, "splat", lane);
        addVectors(shape, "all_true bitmask", I32, Nan.EXACT, List.of(V128), 0);
        String extract = lanes >= 8 ? "extract_lane_s extract_lane_u" : "extract_lane";
        addVectors(shape, extract, lane, Nan.EXACT, List.of(V128), lanes);
        addVectors(shape, "replace_lane", V128, Nan.EXACT, List.of(V128, lane), lanes);
        if (lanes >= 4) {
            vector(shape, "min_s min_u max_s max_u", V128, V128);
        }
        if (lanes >= 8) {
            vector(shape, "add_sat_s add_sat_u sub_sat_s sub_sat_u avgr_u", V128, V128);
        }
    }

    private void narrowVectors() {
        vector("i8x16", "popcnt", V128);
        vector("i8x16", "swizzle narrow_i16x8_s narrow_i16x8_u", V128, V128);
        vector("i16x8", "narrow_i32x4_s narrow_i32x4_u q15mulr_sat_s", V128, V128);
        vector("i32x4", "dot_i16x8_s", V128, V128);
        vector("i16x8", "extadd_pairwise_i8x16_s extadd_pairwise_i8x16_u", V128);
        vector("i32x4", "extadd_pairwise_i16x8_s extadd_pairwise_i16x8_u", V128);
        widening("i16x8", "i8x16");
        widening("i32x4", "i16x8");
        widening("i64x2", "i32x4");
    }

    private void widening(String to, String from) {
        vector(to, "extend_low_%s_s extend_low_%s_u extend_high_%s_s extend_high_%s_u".replace("%s", from), V128);
        vector(to, "extmul_low_%s_s extmul_low_%s_u extmul_high_%s_s extmul_high_%s_u".replace("%s", from), V128, V128);
    }

    private void floatVectors(String shape, int lanes, Kind lane) {
        addVectors(shape, "add sub mul div min max", V128, Nan.OPEN, List.of(V128, V128), 0);
        addVectors(shape, "sqrt ceil floor trunc nearest", V128, Nan.OPEN, List.of(V128), 0);
        vector(shape, "abs neg", V128);
        vector(shape, "pmin pmax " + FLOAT_COMPARISONS, V128, V128);
        vector(shape, "splat", lane);
        addVectors(shape, "extract_lane", lane, Nan.EXACT, List.of(V128), lanes);
        addVectors(shape, "replace_lane", V128, Nan.EXACT, List.of(V128, lane), lanes);
    }

    private void vectors() {
        vector("v128", "not", V128);
        vector("v128", "and or xor andnot", V128, V128);
        vector("v128", "bitselect", V128, V128, V128);
        addVectors("v128", "any_true", I32, Nan.EXACT, List.of(V128), 0);
        vector("f32x4", "convert_i32x4_s convert_i32x4_u", V128);
        vector("f64x2", "convert_low_i32x4_s convert_low_i32x4_u", V128);
        vector("i32x4", "trunc_sat_f32x4_s trunc_sat_f32x4_u trunc_sat_f64x2_s_zero trunc_sat_f64x2_u_zero", V128);
        addVectors("f32x4", "demote_f64x2_zero", V128, Nan.OPEN, List.of(V128), 0);
        addVectors("f64x2", "promote_low_f32x4", V128, Nan.OPEN, List.of(V128), 0);
    }

    private void vector(String shape, String names, Kind... operands) {
        addVectors(shape, names, V128, Nan.EXACT, List.of(operands), 0);
    }

    private void add(
            Map<Kind, List<GeneratedInstruction>> group,
            Kind prefix,
            String names,
            Kind result,
            Nan nan,
            Kind... operands) {
        for (String name : names.split(" ")) {
            group.get(result)
                    .add(new GeneratedInstruction(prefix.text() + "." + name, List.of(operands), result, nan, 0));
        }
    }

    private void addVectors(String prefix, String names, Kind result, Nan nan, List<Kind> operands, int lanes) {
        for (String name : names.split(" ")) {
            other.get(result).add(new GeneratedInstruction(prefix + "." + name, operands, result, nan, lanes));
        }
    }
}
