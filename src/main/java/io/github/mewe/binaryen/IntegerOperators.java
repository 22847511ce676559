package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.UnaryOperator;
import io.github.mewe.wasm.ValueType;
import java.util.HashMap;
import java.util.Map;

/** Binaryen's numbers for integer operators. */
final class IntegerOperators {
    private static final IntegerOperators INSTANCE = new IntegerOperators();

    private final Map<Integer, UnaryKey> unaries = new HashMap<>();
    private final Map<UnaryKey, Integer> unaryNumbers = new HashMap<>();
    private final Map<Integer, BinaryKey> binaries = new HashMap<>();
    private final Map<BinaryKey, Integer> binaryNumbers = new HashMap<>();

    /** A unary operator on operands of a type. */
    record UnaryKey(UnaryOperator operator, ValueType type) {}

    /** A binary operator on operands of a type. */
    record BinaryKey(BinaryOperator operator, ValueType type) {}

    /** Looks up the operator with a number; null if it does not work on integers. */
    static UnaryKey unary(int number) {
        return INSTANCE.unaries.get(number);
    }

    /** Looks up the operator with a number; null if it does not work on integers. */
    static BinaryKey binary(int number) {
        return INSTANCE.binaries.get(number);
    }

    static int number(UnaryOperator operator, ValueType type) {
        return INSTANCE.unaryNumbers.get(new UnaryKey(operator, type));
    }

    static int number(BinaryOperator operator, ValueType type) {
        return INSTANCE.binaryNumbers.get(new BinaryKey(operator, type));
    }

    private IntegerOperators() {
        unary(UnaryOperator.CLZ, BinaryenClzInt32(), BinaryenClzInt64());
        unary(UnaryOperator.CTZ, BinaryenCtzInt32(), BinaryenCtzInt64());
        unary(UnaryOperator.POPCNT, BinaryenPopcntInt32(), BinaryenPopcntInt64());
        unary(UnaryOperator.EQZ, BinaryenEqZInt32(), BinaryenEqZInt64());
        unary(UnaryOperator.EXTEND8_S, BinaryenExtendS8Int32(), BinaryenExtendS8Int64());
        unary(UnaryOperator.EXTEND16_S, BinaryenExtendS16Int32(), BinaryenExtendS16Int64());
        put(UnaryOperator.EXTEND32_S, ValueType.I64, BinaryenExtendS32Int64());
        put(UnaryOperator.WRAP, ValueType.I64, BinaryenWrapInt64());
        put(UnaryOperator.EXTEND_S, ValueType.I32, BinaryenExtendSInt32());
        put(UnaryOperator.EXTEND_U, ValueType.I32, BinaryenExtendUInt32());
        binary(BinaryOperator.ADD, BinaryenAddInt32(), BinaryenAddInt64());
        binary(BinaryOperator.SUB, BinaryenSubInt32(), BinaryenSubInt64());
        binary(BinaryOperator.MUL, BinaryenMulInt32(), BinaryenMulInt64());
        binary(BinaryOperator.DIV_S, BinaryenDivSInt32(), BinaryenDivSInt64());
        binary(BinaryOperator.DIV_U, BinaryenDivUInt32(), BinaryenDivUInt64());
        binary(BinaryOperator.REM_S, BinaryenRemSInt32(), BinaryenRemSInt64());
        binary(BinaryOperator.REM_U, BinaryenRemUInt32(), BinaryenRemUInt64());
        binary(BinaryOperator.AND, BinaryenAndInt32(), BinaryenAndInt64());
        binary(BinaryOperator.OR, BinaryenOrInt32(), BinaryenOrInt64());
        binary(BinaryOperator.XOR, BinaryenXorInt32(), BinaryenXorInt64());
        binary(BinaryOperator.SHL, BinaryenShlInt32(), BinaryenShlInt64());
        binary(BinaryOperator.SHR_S, BinaryenShrSInt32(), BinaryenShrSInt64());
        binary(BinaryOperator.SHR_U, BinaryenShrUInt32(), BinaryenShrUInt64());
        binary(BinaryOperator.ROTL, BinaryenRotLInt32(), BinaryenRotLInt64());
        binary(BinaryOperator.ROTR, BinaryenRotRInt32(), BinaryenRotRInt64());
        binary(BinaryOperator.EQ, BinaryenEqInt32(), BinaryenEqInt64());
        binary(BinaryOperator.NE, BinaryenNeInt32(), BinaryenNeInt64());
        binary(BinaryOperator.LT_S, BinaryenLtSInt32(), BinaryenLtSInt64());
        binary(BinaryOperator.LT_U, BinaryenLtUInt32(), BinaryenLtUInt64());
        binary(BinaryOperator.GT_S, BinaryenGtSInt32(), BinaryenGtSInt64());
        binary(BinaryOperator.GT_U, BinaryenGtUInt32(), BinaryenGtUInt64());
        binary(BinaryOperator.LE_S, BinaryenLeSInt32(), BinaryenLeSInt64());
        binary(BinaryOperator.LE_U, BinaryenLeUInt32(), BinaryenLeUInt64());
        binary(BinaryOperator.GE_S, BinaryenGeSInt32(), BinaryenGeSInt64());
        binary(BinaryOperator.GE_U, BinaryenGeUInt32(), BinaryenGeUInt64());
    }

    private void unary(UnaryOperator operator, int narrow, int wide) {
        put(operator, ValueType.I32, narrow);
        put(operator, ValueType.I64, wide);
    }

    private void put(UnaryOperator operator, ValueType type, int number) {
        unaries.put(number, new UnaryKey(operator, type));
        unaryNumbers.put(new UnaryKey(operator, type), number);
    }

    private void binary(BinaryOperator operator, int narrow, int wide) {
        put(operator, ValueType.I32, narrow);
        put(operator, ValueType.I64, wide);
    }

    private void put(BinaryOperator operator, ValueType type, int number) {
        binaries.put(number, new BinaryKey(operator, type));
        binaryNumbers.put(new BinaryKey(operator, type), number);
    }
}
