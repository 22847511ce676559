package io.github.mewe.variant.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.z3.Status;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.wasm.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;

class RematerialisationTest {
    @Test
    void provesThatOtherFormsHaveTheSameValue() {
        List<BinaryOperator> operators = List.of(
                BinaryOperator.ADD, BinaryOperator.SUB, BinaryOperator.AND, BinaryOperator.OR, BinaryOperator.XOR);
        for (ValueType type : List.of(ValueType.I32, ValueType.I64)) {
            for (BinaryOperator operator : operators) {
                Expr expr = IntBinary.of(operator, type, new LocalGet(0, type), new LocalGet(1, type));
                Expr other = Rematerialisation.otherForm(expr).orElseThrow();
                assertEquals(Status.UNSATISFIABLE, ExprProof.refuteEqual(expr, other), operator + " " + type);
            }
        }
    }
}
