package io.github.mewe.property;

import static io.github.mewe.property.Kind.F32;
import static io.github.mewe.property.Kind.F64;
import static io.github.mewe.property.Kind.I32;
import static io.github.mewe.property.Kind.I64;
import static io.github.mewe.property.Kind.V128;

import io.github.mewe.variant.VariantRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Loads and stores of every width. */
final class MemoryAccesses {
    private final List<Access> loads = new ArrayList<>();
    private final List<Access> stores = new ArrayList<>();
    private final VariantRandom random;

    MemoryAccesses(VariantRandom random) {
        this.random = random;
        for (Kind kind : List.of(I32, I64)) {
            loads(kind, 1, "load8_s load8_u");
            loads(kind, 2, "load16_s load16_u");
            loads(kind, kind == I32 ? 4 : 8, "load load load load");
            stores(kind, 1, "store8");
            stores(kind, 2, "store16");
            stores(kind, kind == I32 ? 4 : 8, "store store");
        }
        loads(I64, 4, "load32_s load32_u");
        stores(I64, 4, "store32");
        loads(F32, 4, "load");
        loads(F64, 8, "load");
        stores(F32, 4, "store");
        stores(F64, 8, "store");
        loads(V128, 16, "load load load");
        loads(V128, 8, "load8x8_s load8x8_u load16x4_s load16x4_u load32x2_s load32x2_u load64_splat load64_zero");
        loads(V128, 4, "load32_splat load32_zero load32_lane");
        loads(V128, 2, "load16_splat load16_lane");
        loads(V128, 1, "load8_splat load8_lane");
        loads(V128, 8, "load64_lane");
        stores(V128, 16, "store store");
        stores(V128, 1, "store8_lane");
        stores(V128, 2, "store16_lane");
        stores(V128, 4, "store32_lane");
        stores(V128, 8, "store64_lane");
    }

    /**
     * A load or store.
     *
     * @param name its name in the text format
     * @param kind the type of the value
     * @param bytes the number of bytes in memory
     * @param immediates the offset, the alignment and the lane
     */
    record Access(String name, Kind kind, int bytes, String immediates) {

        /** True if it loads or stores a single lane. */
        boolean hasLane() {
            return name.endsWith("_lane");
        }

        /**
         * The access in the text format.
         *
         * @param address the address
         * @param operand the value to store, or the vector into which a lane is loaded; null if there is neither
         */
        String text(String address, String operand) {
            return "(" + name + immediates + " " + address + (operand == null ? "" : " " + operand) + ")";
        }
    }

    /** A load of a type. */
    Access loadOf(Kind kind) {
        return pick(loads, access -> access.kind() == kind);
    }

    /** A load of any scalar type. */
    Access scalarLoad() {
        return pick(loads, access -> access.kind() != V128);
    }

    /** A store of any type. */
    Access store() {
        return pick(stores, access -> true);
    }

    /** A store of a type. */
    Access storeOf(Kind kind) {
        return pick(stores, access -> access.kind() == kind);
    }

    private Access pick(List<Access> from, Predicate<Access> which) {
        Access access = random.pick(from.stream().filter(which).toList());
        String offset = random.chance(0.6) ? "" : " offset=" + offset(access.bytes());
        String align = random.chance(0.7) ? "" : " align=" + (1 << random.below(log(access.bytes()) + 1));
        String lane = access.hasLane() ? " " + random.below(16 / access.bytes()) : "";
        return new Access(access.name(), access.kind(), access.bytes(), offset + align + lane);
    }

    private long offset(int bytes) {
        return switch (random.below(20)) {
            case 0 -> 65536 - bytes;
            case 1 -> random.pick(List.of(65535L, 65536L, 0x7FFF_FFFFL, 0xFFFF_FFF8L, 0xFFFF_FFFFL));
            default -> random.below(64);
        };
    }

    private static int log(int bytes) {
        return Integer.numberOfTrailingZeros(bytes);
    }

    private void loads(Kind kind, int bytes, String names) {
        add(loads, kind, bytes, names);
    }

    private void stores(Kind kind, int bytes, String names) {
        add(stores, kind, bytes, names);
    }

    private void add(List<Access> list, Kind kind, int bytes, String names) {
        for (String name : names.split(" ")) {
            list.add(new Access(kind.text() + "." + name, kind, bytes, ""));
        }
    }
}
