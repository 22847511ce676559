package io.github.mewe.binaryen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.Drop;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.Memory;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.NumericOperator;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.VectorConst;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests that lifted trees describe their instructions correctly. */
class LiftingTest {
    private static final String ACCESSES = """
            (module
              (memory $narrow 1)
              (func $f (param $p i32) (param $v v128)
                (drop (i32.load8_s offset=5 (local.get $p)))
                (drop (i64.load32_u align=2 (local.get $p)))
                (drop (f64.load (local.get $p)))
                (drop (v128.load offset=4294967295 align=4 (local.get $p)))
                (i64.store16 offset=3 align=1 (local.get $p) (i64.const 7))
                (v128.store (local.get $p) (local.get $v))
                (drop (v128.const i32x4 1 2 3 4))
                (drop (i32.load (unreachable)))))
            """;

    @Test
    void roundTripsEveryOperator() {
        List<NumericOperator> operators = List.copyOf(NumericOperator.all());
        String functions = operators.stream().map(LiftingTest::function).collect(Collectors.joining("\n"));
        try (BinaryenModule module = BinaryenModule.open(Modules.of("(module " + functions + ")"))) {
            for (int i = 0; i < operators.size(); i++) {
                String name = module.functions().get(i).name();
                FunctionBody body = module.lift(name);
                Numeric numeric = assertInstanceOf(
                        Numeric.class, body.root(), operators.get(i).name());
                assertEquals(operators.get(i), numeric.operator());
                assertEquals(operators.get(i).result(), numeric.type());
                assertRoundTrip(module, name, body);
            }
        }
    }

    @Test
    void roundTripsMemoryAccesses() {
        try (BinaryenModule module = BinaryenModule.open(Modules.of(ACCESSES))) {
            FunctionBody body = module.lift(module.functions().get(0).name());
            List<Expr> items = body.root().children();
            Memory memory = module.memories().get(0);
            Expr address =
                    body.root().children().get(0).children().get(0).children().get(0);
            assertEquals(new Load(memory, 5, 1, 1, true, ValueType.I32, address), dropped(items.get(0)));
            assertEquals(new Load(memory, 0, 2, 4, false, ValueType.I64, address), dropped(items.get(1)));
            assertEquals(new Load(memory, 0, 8, 8, false, ValueType.F64, address), dropped(items.get(2)));
            assertEquals(new Load(memory, 0xFFFF_FFFFL, 4, 16, false, ValueType.V128, address), dropped(items.get(3)));
            Store narrow = assertInstanceOf(Store.class, items.get(4));
            assertEquals(List.of(3L, 1, 2), List.of(narrow.offset(), narrow.align(), narrow.bytes()));
            assertEquals(ValueType.I64, narrow.valueType());
            assertEquals(16, assertInstanceOf(Store.class, items.get(5)).bytes());
            assertEquals(new VectorConst(0x2_0000_0001L, 0x4_0000_0003L), dropped(items.get(6)));
            // The unreachable load does not reveal its type.
            assertTrue(ExprWalk.any(items.get(7), Opaque.class::isInstance));
            assertRoundTrip(module, body.name(), body);
        }
    }

    private static Expr dropped(Expr expr) {
        return assertInstanceOf(Drop.class, expr).value();
    }

    private static void assertRoundTrip(BinaryenModule module, String name, FunctionBody body) {
        String copy = "copy of " + name;
        module.addFunctionLike(name, body.withName(copy));
        assertTrue(module.areEqual(name, copy), name);
        assertEquals(module.hash(name), module.hash(copy), name);
    }

    private static String function(NumericOperator operator) {
        String params = operator.operands().stream().map(ValueType::toString).collect(Collectors.joining(" "));
        String operands = IntStream.range(0, operator.operands().size())
                .mapToObj(i -> "(local.get " + i + ")")
                .collect(Collectors.joining(" "));
        return "(func (param %s) (result %s) (%s %s))".formatted(params, operator.result(), operator.name(), operands);
    }

    private static final String OPERATIONS = """
            (module
              (type $int (func (param i32) (result i32)))
              (type $long (func (param i64) (result i32)))
              (table $t 1 funcref)
              (table $u 1 funcref)
              (memory $m 1)
              (func $f (param i32)
                (drop (call_indirect $t (type $int) (i32.const 1) (i32.const 0)))
                (drop (call_indirect $u (type $int) (i32.const 1) (i32.const 0)))
                (drop (call_indirect $t (type $long) (i64.const 1) (i32.const 0)))
                (drop (memory.grow (i32.const 1)))
                (drop (memory.size))
                (memory.fill (i32.const 1) (i32.const 2) (i32.const 3))
                (drop (i32.atomic.load (i32.const 8)))
                (drop (i32.atomic.load offset=4 (i32.const 8)))
                (drop (i32x4.extract_lane 0 (v128.const i32x4 1 2 3 4)))
                (drop (i32x4.extract_lane 1 (v128.const i32x4 1 2 3 4)))))
            """;

    @Test
    void comparesOpaqueOperationsAcrossModules() {
        try (BinaryenModule one = BinaryenModule.open(WatModule.assemble(OPERATIONS));
                BinaryenModule other = BinaryenModule.open(WatModule.assemble(OPERATIONS))) {
            List<Opaque.Template> left = templates(one);
            List<Opaque.Template> right = templates(other);
            assertEquals(10, left.size());
            for (int i = 0; i < left.size(); i++) {
                assertEquals(left.get(i).operationHash(), right.get(i).operationHash());
                for (int j = 0; j < right.size(); j++) {
                    assertEquals(i == j, left.get(i).isSameAs(right.get(j)), i + " and " + j);
                }
            }
        }
    }

    private static List<Opaque.Template> templates(BinaryenModule module) {
        var templates = new ArrayList<Opaque.Template>();
        ExprWalk.any(module.lift(module.functions().get(0).name()).root(), expr -> {
            if (expr instanceof Opaque opaque) {
                templates.add(opaque.template());
            }
            return false;
        });
        return templates;
    }
}
