package io.github.mewe.equivalence.harness;

import io.github.mewe.wasm.ValueType;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The values that a run consumed besides its arguments: those it read from memory, and the answers to its calls. Inputs
 * that change them reach further than others (input-to-state correspondence: Aschermann et al., "REDQUEEN: Fuzzing with
 * Input-to-State Correspondence", 2019).
 *
 * @param places the addresses of the reads, each once
 * @param kinds the kinds of the reads, constants of this class
 * @param values the bits of the first read at each address
 * @param answerTypes the type of the first result of each of the first calls; {@link ValueType#NONE} for a call without
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

    /** The number of bytes of a read. */
    static int bytes(byte kind) {
        return switch (kind) {
            case BYTE -> 1;
            case SHORT -> 2;
            case INT, FLOAT -> 4;
            default -> 8;
        };
    }

    /** The type of the value of a read. */
    static ValueType type(byte kind) {
        return switch (kind) {
            case LONG -> ValueType.I64;
            case FLOAT -> ValueType.F32;
            case DOUBLE -> ValueType.F64;
            default -> ValueType.I32;
        };
    }

    /** A random one of the values; 0 if there are none. */
    long any(SplittableRandom random) {
        int i = random.nextInt(Math.max(1, values.length + answers.length));
        return i < values.length ? values[i] : i - values.length < answers.length ? answers[i - values.length] : 0;
    }
}
