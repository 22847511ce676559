package io.github.mewe.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.Running;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.link.LinkPlan.ChoiceSeeds;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.Variant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A linked module of two functions whose bodies return their numbers, so that a test can record the choices. */
final class LinkedChoices {
    private static final String WAT = """
            (module
              (memory (export "memory") 48)
              (func $one (export "one") (result i32) (i32.const 0))
              (func $other (export "other") (result i32) (i32.const 0))
              (func (export "boundOne") (result i32) (call $one))
              (func (export "record") (param $calls i32)
                (local $i i32)
                (loop $next
                  (i32.store8 (local.get $i) (call $one))
                  (br_if $next
                    (i32.lt_u
                      (local.tee $i (i32.add (local.get $i) (i32.const 1)))
                      (local.get $calls)))))
              (func (export "recordBoth") (param $calls i32)
                (local $i i32)
                (loop $next
                  (i32.store8 (local.get $i) (call $one))
                  (i32.store8 offset=1 (local.get $i) (call $other))
                  (br_if $next
                    (i32.lt_u
                      (local.tee $i (i32.add (local.get $i) (i32.const 2)))
                      (i32.mul (local.get $calls) (i32.const 2)))))))
            """;
    private static final int BOTH = 2;

    private final byte[] binary;

    private LinkedChoices(byte[] binary) {
        this.binary = binary;
    }

    /**
     * Links with equal shares, a choice at each call, and a fixed key.
     *
     * @param bodies the number of bodies of the first function, including the original
     * @param otherBodies the number of bodies of the other function
     * @param key the key
     */
    static LinkedChoices equal(int bodies, int otherBodies, DrawKey key) {
        return of(
                bodies,
                otherBodies,
                Weights.EQUAL,
                Granularity.CALL,
                new ChoiceSeeds(RandomnessSource.FIXED, key, key.low()),
                module -> {});
    }

    /**
     * Links.
     *
     * @param bodies the number of bodies of the first function, including the original if it is one of them
     * @param otherBodies the number of bodies of the other function
     * @param weights the weights of the first function's bodies
     * @param granularity when choices are made
     * @param choices the origin of the key and the seed
     * @param change is applied to the linked module
     */
    static LinkedChoices of(
            int bodies,
            int otherBodies,
            Weights weights,
            Granularity granularity,
            ChoiceSeeds choices,
            Consumer<BinaryenModule> change) {
        try (BinaryenModule module = BinaryenModule.open(WatModule.assemble(WAT))) {
            int variants = weights.includesOriginal() ? bodies - 1 : bodies;
            var functions = new ArrayList<FunctionVariants>();
            functions.add(function(module, 0, "one", variants));
            functions.add(function(module, 1, "other", otherBodies - 1));
            var all = new ArrayList<>(Collections.nCopies(functions.size(), Weights.EQUAL));
            all.set(0, weights);
            var modes = Collections.nCopies(functions.size(), Mode.of(granularity));
            new MultivariantLinker(module).link(new LinkPlan(functions, modes, choices, all, DispatchOptions.DEFAULT));
            change.accept(module);
            assertEquals(Optional.empty(), module.validate());
            return new LinkedChoices(module.write());
        }
    }

    private static FunctionVariants function(BinaryenModule module, int index, String name, int count) {
        FunctionBody original = module.lift(name);
        var variants = new ArrayList<Sized>();
        for (int i = 1; i <= count; i++) {
            variants.add(new Sized(new Variant(original.withRoot(Const.i32(i)), List.of(), List.of()), 2, 1));
        }
        return new FunctionVariants(index, name, new ExprStatistics(1, 2), variants, Optional.empty(), false);
    }

    /** The linked module. */
    byte[] binary() {
        return binary;
    }

    /** The choices of the first function in a number of calls. */
    byte[] record(int calls) {
        Running running = Running.compiled(binary);
        running.call("record", calls);
        return running.memory(calls);
    }

    /** The choices of both functions, called in turn: those of the first, then those of the other. */
    byte[][] recordBoth(int calls) {
        Running running = Running.compiled(binary);
        running.call("recordBoth", calls);
        byte[] mixed = running.memory(BOTH * calls);
        var each = new byte[BOTH][calls];
        for (int i = 0; i < mixed.length; i++) {
            each[i % BOTH][i / BOTH] = mixed[i];
        }
        return each;
    }
}
