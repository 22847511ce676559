package io.github.mewe.property;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The index spaces of an odd module, imported entries first. */
final class OddDeclarations {
    /** The value types with their bytes in the binary format. */
    enum Type {
        I32(0x7F),
        I64(0x7E),
        F32(0x7D),
        F64(0x7C),
        V128(0x7B),
        FUNCREF(0x70),
        EXTERNREF(0x6F);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        boolean isReference() {
            return this == FUNCREF || this == EXTERNREF;
        }

        static Type any(Random random) {
            return random.nextInt(3) > 0 ? values()[random.nextInt(4)] : values()[random.nextInt(values().length)];
        }
    }

    /** A function type, with its index. */
    record Sig(int index, List<Type> params, List<Type> results) {}

    record Limits(boolean hasMost, boolean isShared, boolean isWide, long least, long most) {}

    record Table(Type type, Limits limits) {}

    record Global(Type type, boolean isMutable) {}

    final List<Sig> signatures = new ArrayList<>();
    final List<Sig> functions = new ArrayList<>();
    final List<Table> tables = new ArrayList<>();
    final List<Limits> memories = new ArrayList<>();
    final List<Sig> tags = new ArrayList<>();
    final List<Global> globals = new ArrayList<>();

    /** The type of each element segment. */
    final List<Type> elements = new ArrayList<>();

    /** The functions that {@code ref.func} may name. */
    final List<Integer> referenced = new ArrayList<>();

    int dataSegments;
    boolean countsData;
    int importedFunctions;
    int importedGlobals;
}
