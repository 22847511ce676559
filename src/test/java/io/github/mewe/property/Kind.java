package io.github.mewe.property;

import java.util.List;

/** The value types of random functions. */
enum Kind {
    I32("i32"),
    I64("i64"),
    F32("f32"),
    F64("f64"),
    V128("v128");

    /** The scalar types. */
    static final List<Kind> SCALARS = List.of(I32, I64, F32, F64);

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    /** The type in the text format. */
    String text() {
        return text;
    }

    /** The integer types that a host passes for a value of this type, bit for bit. */
    List<Kind> integers() {
        return switch (this) {
            case I32, F32 -> List.of(I32);
            case I64, F64 -> List.of(I64);
            case V128 -> List.of(I64, I64);
        };
    }
}
