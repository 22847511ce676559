package io.github.mewe.equivalence.concolic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.equivalence.harness.BodyFacts;
import io.github.mewe.equivalence.harness.FunctionShape;
import io.github.mewe.equivalence.harness.InitialMemory;
import io.github.mewe.equivalence.harness.ValueGenerator;
import io.github.mewe.equivalence.harness.WasmBinary;
import io.github.mewe.fixture.Modules;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;

/** What {@link Arithmetic} says is what the engine does. */
class ArithmeticTest {
    private static final List<String> ORDERS =
            List.of("eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u");
    private static final List<String> FLOAT_ORDERS = List.of("eq", "ne", "lt", "gt", "le", "ge");
    private static final List<String> INTEGERS = List.of(
            "clz", "ctz", "popcnt", "add", "sub", "mul", "div_s", "div_u", "rem_s", "rem_u", "and", "or", "xor", "shl",
            "shr_s", "shr_u", "rotl", "rotr");
    private static final List<String> FLOATS = List.of(
            "abs",
            "neg",
            "ceil",
            "floor",
            "trunc",
            "nearest",
            "sqrt",
            "add",
            "sub",
            "mul",
            "div",
            "min",
            "max",
            "copysign");
    private static final List<String> CONVERSIONS = List.of(
            "i32.wrap_i64",
            "i32.trunc_f32_s",
            "i32.trunc_f32_u",
            "i32.trunc_f64_s",
            "i32.trunc_f64_u",
            "i64.extend_i32_s",
            "i64.extend_i32_u",
            "i64.trunc_f32_s",
            "i64.trunc_f32_u",
            "i64.trunc_f64_s",
            "i64.trunc_f64_u",
            "f32.convert_i32_s",
            "f32.convert_i32_u",
            "f32.convert_i64_s",
            "f32.convert_i64_u",
            "f32.demote_f64",
            "f64.convert_i32_s",
            "f64.convert_i32_u",
            "f64.convert_i64_s",
            "f64.convert_i64_u",
            "f64.promote_f32",
            "i32.reinterpret_f32",
            "i64.reinterpret_f64",
            "f32.reinterpret_i32",
            "f64.reinterpret_i64",
            "i32.extend8_s",
            "i32.extend16_s",
            "i64.extend8_s",
            "i64.extend16_s",
            "i64.extend32_s");
    private static final List<String> SATURATING = List.of(
            "i32.trunc_sat_f32_s",
            "i32.trunc_sat_f32_u",
            "i32.trunc_sat_f64_s",
            "i32.trunc_sat_f64_u",
            "i64.trunc_sat_f32_s",
            "i64.trunc_sat_f32_u",
            "i64.trunc_sat_f64_s",
            "i64.trunc_sat_f64_u");
    private static final int PAIRS = 600;
    private static final int I64_TO_F32_UNSIGNED = 0xB5;

    private static Map<Integer, String> names() {
        var all = new ArrayList<String>();
        for (String type : List.of("i32", "i64")) {
            all.add(type + ".eqz");
            ORDERS.forEach(name -> all.add(type + "." + name));
        }
        for (String type : List.of("f32", "f64")) {
            FLOAT_ORDERS.forEach(name -> all.add(type + "." + name));
        }
        for (String type : List.of("i32", "i64")) {
            INTEGERS.forEach(name -> all.add(type + "." + name));
        }
        for (String type : List.of("f32", "f64")) {
            FLOATS.forEach(name -> all.add(type + "." + name));
        }
        all.addAll(CONVERSIONS);
        var names = new TreeMap<Integer, String>();
        for (int i = 0; i < all.size(); i++) {
            names.put(Arithmetic.FIRST + i, all.get(i));
        }
        assertEquals(Arithmetic.LAST, Arithmetic.FIRST + all.size() - 1);
        for (int i = 0; i < SATURATING.size(); i++) {
            names.put((0xFC << 12) + i, SATURATING.get(i));
        }
        return names;
    }

    private static String type(int code) {
        return FunctionShape.name(code);
    }

    private static String resultType(int opcode, String name) {
        boolean isTruth = opcode <= 0x66;
        return isTruth ? "i32" : name.substring(0, 3);
    }

    @Test
    void everyOperationGivesWhatTheEngineGives() {
        var wat = new StringBuilder("(module\n");
        names().forEach((opcode, name) -> {
            String type = type(Arithmetic.operandType(opcode));
            String second = Arithmetic.isBinary(opcode) ? " (local.get 1)" : "";
            wat.append(String.format(
                    "(func (export \"f%d\") (param %s %s) (result %s) (%s (local.get 0)%s))%n",
                    opcode, type, type, resultType(opcode, name), name, second));
        });
        byte[] module = Modules.of(wat.append(")").toString());
        Instance instance = Instance.builder(Parser.parse(module)).build();
        var facts = new BodyFacts();
        var values = new ValueGenerator(new InitialMemory(new WasmBinary(module), 1), facts);
        var random = new SplittableRandom(1);
        names().forEach((opcode, name) -> {
            int type = Arithmetic.operandType(opcode);
            var function = instance.export("f" + opcode);
            for (int i = 0; i < PAIRS; i++) {
                long a = values.value(type, random, 0);
                long b = i % 7 == 0 ? a : values.value(type, random, 0);
                // The engine's interpreter rounds large numbers twice.
                Long expected = opcode == I64_TO_F32_UNSIGNED ? rounded(a) : engine(function, type, a, b);
                assertEquals(
                        shown(resultType(opcode, name), expected),
                        shown(resultType(opcode, name), own(opcode, a, b)),
                        () -> name + " of 0x" + Long.toHexString(a) + " and 0x" + Long.toHexString(b));
            }
        });
    }

    private static Long rounded(long unsigned) {
        float nearest = new BigInteger(Long.toUnsignedString(unsigned)).floatValue();
        return (long) Float.floatToRawIntBits(nearest);
    }

    private static Long engine(run.endive.runtime.ExportFunction function, int type, long a, long b) {
        boolean isShort = type == FunctionShape.I32 || type == FunctionShape.F32;
        try {
            return function.apply(isShort ? (int) a : a, isShort ? (int) b : b)[0];
        } catch (WasmEngineException | ArithmeticException e) {
            return null;
        }
    }

    private static Long own(int opcode, long a, long b) {
        try {
            return Arithmetic.isBinary(opcode) ? Arithmetic.binary(opcode, a, b) : Arithmetic.unary(opcode, a);
        } catch (Arithmetic.Trap e) {
            return null;
        }
    }

    /** Which NaN an operation gives is the engine's choice. */
    private static String shown(String type, Long bits) {
        if (bits == null) {
            return "trap";
        }
        return switch (type) {
            case "i32" -> Integer.toHexString(bits.intValue());
            case "f32" ->
                Float.isNaN(Float.intBitsToFloat(bits.intValue())) ? "NaN" : Integer.toHexString(bits.intValue());
            case "f64" -> Double.isNaN(Double.longBitsToDouble(bits)) ? "NaN" : Long.toHexString(bits);
            default -> Long.toHexString(bits);
        };
    }
}
