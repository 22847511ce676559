package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Signature;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.Variant;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Links bodies with distinguishable results. */
class StaticLinkerTest {
    private static final String MODULE = """
            (module
              (type $t (func (param i32) (result i32)))
              (table 1 funcref)
              (elem (i32.const 0) $two)
              (func $one (export "one") (type $t) (local i64 i64) (i32.const 0))
              (func $two (export "two") (type $t) (i32.const 0))
              (func $three (export "three") (type $t) (i32.const 77))
              (func (export "indirect") (result i32)
                (call_indirect (type $t) (i32.const 5) (i32.const 0))))
            """;
    private static final Signature SIGNATURE = new Signature(List.of(ValueType.I32), ValueType.I32);

    @Test
    void givesEveryFunctionTheVariantOfTheNumber() {
        for (int number = 0; number < 6; number++) {
            Running module = Running.of(link(number));
            assertEquals(101 + number % 3, module.callInt("one", 1), "of three variants");
            assertEquals(201 + number % 2, module.callInt("two", 1), "of two variants");
            assertEquals(205 + number % 2, module.callInt("indirect"), "through the table");
            assertEquals(77, module.callInt("three", 1), "without variants");
        }
    }

    @Test
    void keepsFunctionIndicesAndAppendsHelpers() {
        try (BinaryenModule input = BinaryenModule.open(Modules.of(MODULE));
                BinaryenModule linked = BinaryenModule.open(link(1))) {
            assertEquals(input.functions().size() + 1, linked.functions().size());
            assertEquals(input.signature(name(input, 3)), linked.signature(name(linked, 3)));
            assertEquals(77, ((Const) linked.lift(name(linked, 2)).root()).bits());
            assertEquals(List.of(), linked.lift(name(linked, 0)).vars(), "locals of the replaced body");
            assertEquals(List.of(ValueType.I64), linked.lift(name(linked, 1)).vars(), "locals of the variant");
        }
    }

    private static String name(BinaryenModule module, int index) {
        return module.functions().get(index).name();
    }

    private static byte[] link(int number) {
        try (BinaryenModule module = BinaryenModule.open(Modules.of(MODULE))) {
            var functions =
                    List.of(variants(module, 0, 3, 100), variants(module, 1, 2, 200), variants(module, 2, 0, 0));
            new StaticLinker(module).link(functions, number);
            assertEquals(Optional.empty(), module.validate());
            return module.write();
        }
    }

    /** Variants that return the base plus their number plus their parameter; a helper does the addition. */
    private static FunctionVariants variants(BinaryenModule module, int index, int count, int base) {
        FunctionBody original = module.lift(name(module, index));
        var variants = new ArrayList<Sized>();
        for (int i = 0; i < count; i++) {
            Expr parameter = new LocalGet(0, ValueType.I32);
            Expr sum = IntBinary.of(BinaryOperator.ADD, ValueType.I32, parameter, Const.i32(base + i));
            var helper = new FunctionBody("h", SIGNATURE, List.of(), sum);
            Expr call = new Call("h", List.of(parameter), false, ValueType.I32);
            List<ValueType> vars = index == 1 ? List.of(ValueType.I64) : List.of();
            boolean helps = index == 0;
            var body = new FunctionBody(original.name(), SIGNATURE, vars, helps ? call : sum);
            variants.add(new Sized(new Variant(body, helps ? List.of(helper) : List.of(), List.of()), 2, 1));
        }
        return new FunctionVariants(
                index,
                original.name(),
                new ExprStatistics(1, 2),
                variants,
                count == 0 ? Optional.of("none") : Optional.empty(),
                false);
    }
}
