package io.github.mewe.property;

import io.github.mewe.variant.VariantRandom;
import java.util.List;

/** Corner-case values of instructions, and random values between them. */
final class Corners {
    private static final int PAGE = 1 << 16;

    private static final List<Integer> I32 = List.of(
            0,
            1,
            -1,
            2,
            3,
            4,
            7,
            8,
            15,
            16,
            31,
            32,
            33,
            63,
            64,
            127,
            128,
            255,
            256,
            -2,
            -128,
            0x7FFF,
            0x8000,
            0xFFFF,
            0x7FFF_FFFF,
            0x8000_0000,
            0x8000_0001,
            0x5555_5555,
            0xAAAA_AAAA);
    private static final List<Integer> ADDRESSES =
            List.of(0, 1, 8, 24, 60, 1000, PAGE - 16, PAGE - 9, PAGE - 8, PAGE - 4, PAGE - 3, PAGE - 1, PAGE, PAGE + 1);
    private static final List<Long> I64 = List.of(
            0L,
            1L,
            -1L,
            2L,
            7L,
            31L,
            32L,
            33L,
            63L,
            64L,
            65L,
            127L,
            255L,
            -2L,
            0x7FFF_FFFFL,
            0x8000_0000L,
            0xFFFF_FFFFL,
            0x1_0000_0000L,
            -0x8000_0000L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            Long.MIN_VALUE + 1,
            0x5555_5555_5555_5555L,
            0xAAAA_AAAA_AAAA_AAAAL);
    /** Both zeros, both ones, both infinities, NaNs quiet and signalling, subnormals, and the bounds of conversions. */
    private static final List<Integer> F32 = List.of(
            0,
            0x8000_0000,
            0x3F80_0000,
            0xBF80_0000,
            0x7F80_0000,
            0xFF80_0000,
            0x7FC0_0000,
            0xFFC0_0000,
            0x7FC1_2345,
            0xFFF5_4321,
            0x7F80_0001,
            0xFFA0_0000,
            1,
            0x8000_0001,
            0x007F_FFFF,
            0x0080_0000,
            0x7F7F_FFFF,
            0x3F00_0000,
            0xBF00_0000,
            0x4F00_0000,
            0xCF00_0000,
            0x4F80_0000,
            0x5F00_0000,
            0xDF00_0000,
            0x4B7F_FFFF);

    private static final List<Long> F64 = List.of(
            0L,
            Long.MIN_VALUE,
            0x3FF0_0000_0000_0000L,
            0xBFF0_0000_0000_0000L,
            0x7FF0_0000_0000_0000L,
            0xFFF0_0000_0000_0000L,
            0x7FF8_0000_0000_0000L,
            0xFFF8_0000_0000_0000L,
            0x7FF8_0012_3456_789AL,
            0xFFFE_DCBA_9876_5432L,
            0x7FF0_0000_0000_0001L,
            0xFFF4_0000_0000_0000L,
            1L,
            0x8000_0000_0000_0001L,
            0x000F_FFFF_FFFF_FFFFL,
            0x7FEF_FFFF_FFFF_FFFFL,
            0x3FE0_0000_0000_0000L,
            0xBFE0_0000_0000_0000L,
            0x41DF_FFFF_FFC0_0000L,
            0x41E0_0000_0000_0000L,
            0xC1E0_0000_0000_0000L,
            0xC1E0_0000_0020_0000L,
            0x41F0_0000_0000_0000L,
            0x43E0_0000_0000_0000L,
            0x43F0_0000_0000_0000L);

    private static final double CORNER_SHARE = 0.7;
    private static final double ADDRESS_SHARE = 0.3;

    private final VariantRandom random;

    Corners(VariantRandom random) {
        this.random = random;
    }

    /** The bits of a value of at most 64 bits. */
    long bits(Kind kind) {
        return switch (kind) {
            case I32 -> i32();
            case I64 -> random.chance(CORNER_SHARE) ? random.pick(I64) : random.constant();
            case F32 -> random.chance(CORNER_SHARE) ? random.pick(F32) : (int) random.bits();
            case F64 -> random.chance(CORNER_SHARE) ? random.pick(F64) : random.bits();
            case V128 -> throw new IllegalArgumentException("a vector is two values");
        };
    }

    private long i32() {
        if (random.chance(ADDRESS_SHARE)) {
            return random.pick(ADDRESSES);
        }
        return random.chance(CORNER_SHARE) ? random.pick(I32) : (int) random.constant();
    }

    /** Half of a vector: lanes of one of the other types. */
    long half() {
        return switch (random.below(4)) {
            case 0 -> pair(Kind.I32);
            case 1 -> bits(Kind.I64);
            case 2 -> pair(Kind.F32);
            default -> bits(Kind.F64);
        };
    }

    private long pair(Kind kind) {
        return bits(kind) << 32 | (bits(kind) & 0xFFFF_FFFFL);
    }

    /** A constant in the text format. */
    String constant(Kind kind) {
        return switch (kind) {
            case I32 -> "(i32.const " + (int) bits(kind) + ")";
            case I64 -> "(i64.const " + bits(kind) + ")";
            case F32 -> "(f32.const " + f32((int) bits(kind)) + ")";
            case F64 -> "(f64.const " + f64(bits(kind)) + ")";
            case V128 -> "(v128.const i64x2 " + half() + " " + half() + ")";
        };
    }

    private static String f32(int bits) {
        return Float.isNaN(Float.intBitsToFloat(bits))
                ? sign(bits) + "nan:0x" + Integer.toHexString(bits & 0x7F_FFFF)
                : infinite(Float.toHexString(Float.intBitsToFloat(bits)));
    }

    private static String f64(long bits) {
        return Double.isNaN(Double.longBitsToDouble(bits))
                ? sign(bits) + "nan:0x" + Long.toHexString(bits & 0xF_FFFF_FFFF_FFFFL)
                : infinite(Double.toHexString(Double.longBitsToDouble(bits)));
    }

    private static String sign(long bits) {
        return bits < 0 ? "-" : "";
    }

    private static String infinite(String text) {
        return text.replace("Infinity", "inf");
    }
}
