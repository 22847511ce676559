package io.github.mewe.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.equivalence.harness.BodyFacts;
import io.github.mewe.equivalence.harness.InitialMemory;
import io.github.mewe.equivalence.harness.ValueGenerator;
import io.github.mewe.fixture.Modules;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;

/** Compares {@link Arithmetic} with the Endive engine. */
class ArithmeticTest {
    private static final int PAIRS = 600;

    private static List<Opcode> numeric() {
        return Arrays.stream(Opcode.values()).filter(Arithmetic::isNumeric).toList();
    }

    private static ValueType resultType(Opcode opcode) {
        return Arithmetic.isTest(opcode)
                ? ValueType.I32
                : Stream.of(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64)
                        .filter(type -> opcode.text().startsWith(type.toString()))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void everyOperationAgreesWithTheEngine() {
        var wat = new StringBuilder("(module\n");
        numeric().forEach(opcode -> {
            ValueType type = Arithmetic.operandType(opcode);
            String second = Arithmetic.isBinary(opcode) ? " (local.get 1)" : "";
            wat.append(String.format(
                    "(func (export \"%s\") (param %s %s) (result %s) (%s (local.get 0)%s))%n",
                    opcode.text(), type, type, resultType(opcode), opcode.text(), second));
        });
        byte[] module = Modules.of(wat.append(")").toString());
        Instance instance = Instance.builder(Parser.parse(module)).build();
        var facts = new BodyFacts();
        var values = new ValueGenerator(new InitialMemory(new ModuleSections(module), 1), facts);
        var random = new SplittableRandom(1);
        numeric().forEach(opcode -> {
            ValueType type = Arithmetic.operandType(opcode);
            var function = instance.export(opcode.text());
            for (int i = 0; i < PAIRS; i++) {
                long a = values.value(type, random, 0);
                long b = i % 7 == 0 ? a : values.value(type, random, 0);
                // The engine's interpreter rounds large numbers twice.
                Long expected = opcode == Opcode.F32_CONVERT_I64_U ? rounded(a) : engine(function, type, a, b);
                assertEquals(
                        shown(resultType(opcode), expected),
                        shown(resultType(opcode), own(opcode, a, b)),
                        () -> opcode + " of 0x" + Long.toHexString(a) + " and 0x" + Long.toHexString(b));
            }
        });
    }

    private static Long rounded(long unsigned) {
        float nearest = new BigInteger(Long.toUnsignedString(unsigned)).floatValue();
        return (long) Float.floatToRawIntBits(nearest);
    }

    private static Long engine(run.endive.runtime.ExportFunction function, ValueType type, long a, long b) {
        boolean isShort = type.isNarrow();
        try {
            return function.apply(isShort ? (int) a : a, isShort ? (int) b : b)[0];
        } catch (WasmEngineException | ArithmeticException e) {
            return null;
        }
    }

    private static Long own(Opcode opcode, long a, long b) {
        try {
            return Arithmetic.isBinary(opcode) ? Arithmetic.binary(opcode, a, b) : Arithmetic.unary(opcode, a);
        } catch (Arithmetic.Trap e) {
            return null;
        }
    }

    /** The engine may choose which NaN an operation returns. */
    private static String shown(ValueType type, Long bits) {
        if (bits == null) {
            return "trap";
        }
        return switch (type.toString()) {
            case "i32" -> Integer.toHexString(bits.intValue());
            case "f32" ->
                Float.isNaN(Float.intBitsToFloat(bits.intValue())) ? "NaN" : Integer.toHexString(bits.intValue());
            case "f64" -> Double.isNaN(Double.longBitsToDouble(bits)) ? "NaN" : Long.toHexString(bits);
            default -> Long.toHexString(bits);
        };
    }
}
