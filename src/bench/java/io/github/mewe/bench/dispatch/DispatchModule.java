package io.github.mewe.bench.dispatch;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.fixture.WatModule;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.link.DispatchOptions;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.LinkPlan;
import io.github.mewe.link.LinkPlan.ChoiceSeeds;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.link.Mode;
import io.github.mewe.link.MultivariantLinker;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.link.Weights;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.Variant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A module that calls two functions with the same body in loops: one behind a dispatcher, one directly. All bodies of
 * the dispatched function are the same, so only the choice makes a difference in time.
 *
 * @param name the name of the measurement
 * @param bodies the number of bodies to choose from
 * @param granularity when the choice is made
 * @param predictable true if one body is chosen nearly always
 */
record DispatchModule(String name, int bodies, Granularity granularity, boolean predictable) {
    private static final String WAT = """
            (module
              (func $plain (param $a i32) (param $b i32) (result i32) BODY)
              (func $chosen (param $a i32) (param $b i32) (result i32) BODY)
              (func (export "direct") (param $calls i32) (result i32) LOOP(plain))
              (func (export "dispatched") (param $calls i32) (result i32) LOOP(chosen)))
            """;
    private static final String BODY = """
            (local.set $a (i32.mul (i32.xor (local.get $a) (local.get $b)) (i32.const 0x85ebca6b)))
            (local.set $a (i32.xor (local.get $a) (i32.shr_u (local.get $a) (i32.const 13))))
            (i32.mul (i32.rotl (local.get $a) (i32.const 5)) (i32.const 0xc2b2ae35))
            """;
    private static final String LOOP = """
            (local $i i32) (local $sum i32)
            (loop $next
              (local.set $sum (i32.add (local.get $sum) (call $CALLEE (local.get $i) (local.get $calls))))
              (br_if $next
                (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $calls))))
            (local.get $sum)
            """;

    /** The smallest share that a body can have. */
    private static final double ALMOST_NEVER = 1e-9;

    /** The kinds of calls that are measured. */
    static List<DispatchModule> all() {
        var all = new ArrayList<DispatchModule>();
        all.add(new DispatchModule("per call, 2 bodies, one chosen almost always", 2, Granularity.CALL, true));
        all.add(new DispatchModule("per call, 5 bodies, one chosen almost always", 5, Granularity.CALL, true));
        for (int bodies : new int[] {2, 4, 5, 8, 16}) {
            all.add(new DispatchModule("per call, " + bodies + " bodies", bodies, Granularity.CALL, false));
        }
        all.add(new DispatchModule("per instance, 2 bodies", 2, Granularity.INSTANCE, false));
        all.add(new DispatchModule("per instance, 5 bodies", 5, Granularity.INSTANCE, false));
        all.add(new DispatchModule("paced, 5 bodies, a draw every 64 calls", 5, Granularity.PACED, false));
        all.add(new DispatchModule("bound, 5 bodies", 5, Granularity.BOUND, false));
        return all;
    }

    /** The linked module. */
    byte[] binary() {
        String wat = WAT.replace("BODY", BODY)
                .replace("LOOP(plain)", LOOP.replace("CALLEE", "plain"))
                .replace("LOOP(chosen)", LOOP.replace("CALLEE", "chosen"));
        try (BinaryenModule module = BinaryenModule.open(WatModule.assemble(wat))) {
            var functions = new ArrayList<FunctionVariants>();
            List<String> defined = module.definedFunctions();
            for (String function : defined) {
                int variants = function.equals("chosen") ? bodies - 1 : 0;
                FunctionBody body = module.lift(function);
                functions.add(new FunctionVariants(
                        functions.size(),
                        function,
                        new ExprStatistics(1, 1),
                        Collections.nCopies(variants, new Sized(new Variant(body, List.of(), List.of()), 1, 1)),
                        variants == 0 ? Optional.of("it is called directly") : Optional.empty(),
                        false));
            }
            Weights weights = predictable ? new Weights(OptionalDouble.of(1 - ALMOST_NEVER), List.of()) : Weights.EQUAL;
            new MultivariantLinker(module)
                    .link(new LinkPlan(
                            functions,
                            Collections.nCopies(functions.size(), Mode.of(granularity)),
                            new ChoiceSeeds(RandomnessSource.FIXED, new DrawKey(1, 2), 1),
                            Collections.nCopies(functions.size(), weights),
                            DispatchOptions.DEFAULT));
            return module.write();
        }
    }
}
