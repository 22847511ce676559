package io.github.mewe.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.mewe.bench.survival.CraneliftEngine;
import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Modules;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.link.StaticLinker;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Checks that fingerprints of machine code ignore placement and nothing else. */
class OptimisingEnginesIT {
    private static final byte[] MODULE = Modules.sample();

    private interface Question {
        void ask(OptimisingCompiler engine) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> engines() throws Exception {
        List<OptimisingCompiler> engines =
                List.of(new NodeCompiler("node"), new JavetCompiler(), new CraneliftEngine());
        return engines.stream()
                .flatMap(engine -> Stream.of(
                        test(engine, "is deterministic", OptimisingEnginesIT::isDeterministic),
                        test(engine, "ignores added functions", OptimisingEnginesIT::ignoresAddedFunctions),
                        test(
                                engine,
                                "detects only the changed function",
                                OptimisingEnginesIT::detectsOnlyTheChangedFunction),
                        test(engine, "rejects invalid modules", OptimisingEnginesIT::rejectsInvalidModules)));
    }

    private static DynamicTest test(OptimisingCompiler engine, String what, Question question) {
        return DynamicTest.dynamicTest(engine.name() + " " + what, () -> question.ask(engine));
    }

    private static void isDeterministic(OptimisingCompiler engine) throws Exception {
        MachineCode code = engine.compile(MODULE);
        assertEquals(8, code.fingerprints().size());
        assertEquals(8, code.fingerprints().values().stream().distinct().count(), "distinct functions");
        assertEquals(code, engine.compile(MODULE));
    }

    private static void ignoresAddedFunctions(OptimisingCompiler engine) throws Exception {
        MachineCode before = engine.compile(MODULE);
        byte[] binary;
        var clones = new ArrayList<Integer>();
        try (BinaryenModule module = BinaryenModule.open(MODULE)) {
            List<String> names = module.functions().stream().map(f -> f.name()).toList();
            for (String name : names) {
                String clone = module.uniqueNames().function(name + "$clone");
                module.cloneFunction(name, clone);
                clones.add(module.outputOrder().indexOf(clone));
            }
            binary = module.write();
        }
        MachineCode after = engine.compile(binary);
        for (int index = 0; index < clones.size(); index++) {
            assertEquals(before.of(index), after.of(index), "function " + index);
            assertEquals(before.of(index), after.of(clones.get(index)), "the copy of function " + index);
        }
    }

    private static void detectsOnlyTheChangedFunction(OptimisingCompiler engine) throws Exception {
        int changed = 2;
        byte[] binary;
        try (BinaryenModule module = BinaryenModule.open(MODULE)) {
            FunctionBody original = module.lift(module.functions().get(changed).name());
            var variant = new Variant(original.withRoot(Const.i32(5)), List.of(), List.of());
            var function = new FunctionVariants(
                    changed,
                    original.name(),
                    new ExprStatistics(1, 2),
                    List.of(new Sized(variant, 2, 1)),
                    Optional.empty(),
                    false);
            new StaticLinker(module).link(List.of(function), 0);
            binary = module.write();
        }
        MachineCode before = engine.compile(MODULE);
        MachineCode after = engine.compile(binary);
        for (int index = 0; index < before.fingerprints().size(); index++) {
            if (index == changed) {
                assertNotEquals(before.of(index), after.of(index));
            } else {
                assertEquals(before.of(index), after.of(index), "function " + index);
            }
        }
    }

    private static void rejectsInvalidModules(OptimisingCompiler engine) {
        byte[] broken = MODULE.clone();
        broken[8] = 99;
        assertThrows(CompilationRefusedException.class, () -> engine.compile(broken));
    }
}
