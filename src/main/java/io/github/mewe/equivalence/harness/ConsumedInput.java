package io.github.mewe.equivalence.harness;

import io.github.mewe.wasm.ValueType;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a run was given besides its arguments: what it read from memory, and what its calls were answered. Inputs that
 * change it where the body looks at it lead further than others (input-to-state correspondence: Aschermann et al.,
 * "REDQUEEN: Fuzzing with Input-to-State Correspondence", 2019).
 *
 * @param places the addresses that were read, each once
 * @param kinds how, as the constants of this class
 * @param values the bits that were read there first
 * @param answerTypes the types of the first results of the first calls, {@link ValueType#NONE} for those without
 *     results
 * @param answers the bits of these results
 */
public record ConsumedInput(int[] places, byte[] kinds, long[] values, List<ValueType> answerTypes, long[] answers) {
    static final byte BYTE = 0;
    static final byte SHORT = 1;
    static final byte INT = 2;
    static final byte LONG = 3;
    static final byte FLOAT = 4;
    static final byte DOUBLE = 5;

    /** How many bytes a read of a kind reads. */
    static int bytes(byte kind) {
        return switch (kind) {
            case BYTE -> 1;
            case SHORT -> 2;
            case INT, FLOAT -> 4;
            default -> 8;
        };
    }

    /** The type of the number that a read of a kind gives. */
    static ValueType type(byte kind) {
        return switch (kind) {
            case LONG -> ValueType.I64;
            case FLOAT -> ValueType.F32;
            case DOUBLE -> ValueType.F64;
            default -> ValueType.I32;
        };
    }

    /** One of the values; 0 if there are none. */
    long any(SplittableRandom random) {
        int i = random.nextInt(Math.max(1, values.length + answers.length));
        return i < values.length ? values[i] : i - values.length < answers.length ? answers[i - values.length] : 0;
    }
}
