package io.github.mewe.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.wasm.ValueType;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Compares constant evaluation with an engine on corner cases. */
class IntegerArithmeticTest {
    private static final long[] VALUES = {
        0,
        1,
        2,
        7,
        31,
        32,
        33,
        63,
        64,
        65,
        127,
        128,
        255,
        0x7fff,
        0x8000,
        -1,
        -2,
        -128,
        0x7fff_ffffL,
        0x8000_0000L,
        0xffff_ffffL,
        0x1_0000_0000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        0x1234_5678_9abc_def0L
    };

    @Test
    void binaryOperatorsAgreeWithTheEngine() {
        for (ValueType type : new ValueType[] {ValueType.I32, ValueType.I64}) {
            for (BinaryOperator operator : BinaryOperator.values()) {
                String name = type + "." + operator.name().toLowerCase(Locale.ROOT);
                Running engine = Running.of(Modules.of("(module (func (export \"f\") (param " + type + " " + type
                        + ") (result " + operator.resultType(type) + ") (" + name + " (local.get 0) (local.get 1))))"));
                for (long left : VALUES) {
                    for (long right : VALUES) {
                        OptionalLong ours = IntegerArithmetic.binary(operator, type, left, right);
                        String theirs = engine.call("f", cut(type, left), cut(type, right));
                        String expected = theirs.startsWith("trap")
                                ? "trap"
                                : "" + IntegerArithmetic.truncate(operator.resultType(type), Long.parseLong(theirs));
                        String actual = ours.isPresent() ? "" + ours.getAsLong() : "trap";
                        assertEquals(expected, actual, name + " " + left + " " + right);
                    }
                }
            }
        }
    }

    @Test
    void unaryOperatorsAgreeWithTheEngine() {
        for (ValueType type : new ValueType[] {ValueType.I32, ValueType.I64}) {
            for (UnaryOperator operator : UnaryOperator.values()) {
                String name = nameOf(operator, type);
                if (name == null) {
                    continue;
                }
                Running engine = Running.of(Modules.of("(module (func (export \"f\") (param " + type + ") (result "
                        + operator.resultType(type) + ") (" + name + " (local.get 0))))"));
                for (long value : VALUES) {
                    long theirs = Long.parseLong(engine.call("f", cut(type, value)));
                    assertEquals(
                            IntegerArithmetic.truncate(operator.resultType(type), theirs),
                            IntegerArithmetic.unary(operator, type, value),
                            name + " " + value);
                }
            }
        }
    }

    private static long cut(ValueType type, long value) {
        return type.equals(ValueType.I32) ? (int) value : value;
    }

    private static String nameOf(UnaryOperator operator, ValueType type) {
        boolean narrow = type.equals(ValueType.I32);
        return switch (operator) {
            case EXTEND32_S -> narrow ? null : "i64.extend32_s";
            case WRAP -> narrow ? null : "i32.wrap_i64";
            case EXTEND_S -> narrow ? "i64.extend_i32_s" : null;
            case EXTEND_U -> narrow ? "i64.extend_i32_u" : null;
            default -> type + "." + operator.name().toLowerCase(Locale.ROOT);
        };
    }
}
