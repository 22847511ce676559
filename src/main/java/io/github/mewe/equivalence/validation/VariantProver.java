package io.github.mewe.equivalence.validation;

import io.github.mewe.common.DeepThread;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Switch;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Proves that whole bodies without loops are equivalent. Needs a solver on the class path. Thread-safe.
 *
 * <p>Both bodies are executed symbolically, each once for all inputs. The solver then searches a case in which they end
 * differently or leave other memories, globals or histories of calls. Calls are uninterpreted effects. A callee that
 * the variant calls less often than its original is assumed to be inlined, and is inlined on both sides.
 */
public final class VariantProver {
    static final String LOOP = "the original has a loop";

    private static final int ATTEMPTS = 3;

    private final ModuleContext surroundings;
    private final ProofLimits limits;
    private final SolverCache answers = new SolverCache();

    /**
     * Proves variants of the functions of one module.
     *
     * @param surroundings the module of the originals
     * @param limits the limits of each proof
     */
    public VariantProver(ModuleContext surroundings, ProofLimits limits) {
        this.surroundings = surroundings;
        this.limits = limits;
    }

    /**
     * Tries to prove a variant.
     *
     * @param variant the body of the variant, of the same type, with the names of the original's module; a call of any
     *     body of a function has the name of the function
     * @param helpers the helpers of the variant, under names that no function of the module has
     * @throws LinkageError if there is no solver, or it does not work on this platform
     */
    public Proof prove(FunctionBody original, FunctionBody variant, List<FunctionBody> helpers) {
        return DeepThread.call(() -> {
            try {
                return attempt(original, variant, helpers);
            } catch (UnprovableException e) {
                return new Proof.Unknown(e.getMessage());
            }
        });
    }

    private Proof attempt(FunctionBody original, FunctionBody variant, List<FunctionBody> helpers)
            throws UnprovableException {
        for (ValueType type : original.signature().params()) {
            if (!type.isScalar()) {
                throw new UnprovableException("it has a parameter of type " + type);
            }
        }
        if (!original.signature().equals(variant.signature())) {
            throw new IllegalArgumentException(variant.name() + " is not of the type of " + original.name());
        }
        if (hasLoop(original.root())) {
            throw new UnprovableException(LOOP);
        }
        Map<String, FunctionBody> own = new HashMap<>();
        helpers.forEach(helper -> own.put(helper.name(), helper));
        Map<String, FunctionBody> inlined = new HashMap<>();
        Proof proof = new Proof.Unknown("no attempt was made");
        for (int i = 0; i < ATTEMPTS; i++) {
            proof = answer(original, variant, own, inlined);
            if (proof instanceof Proof.Proved) {
                return proof;
            }
            Set<String> missing = missing(original, variant, own, inlined);
            if (missing.isEmpty()) {
                return proof;
            }
            for (String callee : missing) {
                FunctionBody body = surroundings.body(callee).orElseThrow();
                if (hasLoop(body.root())) {
                    throw new UnprovableException("a callee that it inlines has a loop");
                }
                inlined.put(callee, body);
            }
        }
        return proof;
    }

    private Proof answer(
            FunctionBody original,
            FunctionBody variant,
            Map<String, FunctionBody> helpers,
            Map<String, FunctionBody> inlined)
            throws UnprovableException {
        var bodies = new ArrayList<FunctionBody>(helpers.values());
        bodies.addAll(inlined.values());
        bodies.add(original);
        bodies.add(variant);
        try (var question = new EquivalenceQuery(original, EffectLayout.of(bodies, surroundings), answers, limits)) {
            return question.answer(variant, in(inlined), in(helpers, inlined));
        }
    }

    private static Function<String, Optional<FunctionBody>> in(Map<String, FunctionBody> bodies) {
        return name -> Optional.ofNullable(bodies.get(name));
    }

    private static Function<String, Optional<FunctionBody>> in(
            Map<String, FunctionBody> first, Map<String, FunctionBody> second) {
        return name -> Optional.ofNullable(first.getOrDefault(name, second.get(name)));
    }

    /** The functions of the module with fewer call instructions in the variant than in the original. */
    private Set<String> missing(
            FunctionBody original,
            FunctionBody variant,
            Map<String, FunctionBody> helpers,
            Map<String, FunctionBody> inlined) {
        Map<String, Integer> calls = new HashMap<>();
        count(original.root(), in(inlined), 1, 0, calls);
        count(variant.root(), in(helpers, inlined), -1, 0, calls);
        var missing = new HashSet<String>();
        calls.forEach((callee, more) -> {
            if (more > 0
                    && !inlined.containsKey(callee)
                    && surroundings.body(callee).isPresent()) {
                missing.add(callee);
            }
        });
        return missing;
    }

    private void count(
            Expr root,
            Function<String, Optional<FunctionBody>> bodies,
            int each,
            int depth,
            Map<String, Integer> calls) {
        ExprWalk.each(root, expr -> {
            if (expr instanceof Call call) {
                calls.merge(call.target(), each, Integer::sum);
                if (depth < limits.depth()) {
                    bodies.apply(call.target()).ifPresent(body -> count(body.root(), bodies, each, depth + 1, calls));
                }
            }
        });
    }

    /** Determines if a body has a loop that a branch enters again. */
    static boolean hasLoop(Expr root) {
        var jumps = new HashSet<String>();
        ExprWalk.each(root, expr -> {
            if (expr instanceof Break jump) {
                jumps.add(jump.label());
            } else if (expr instanceof Switch table) {
                jumps.addAll(table.targets());
                jumps.add(table.defaultTarget());
            }
        });
        return ExprWalk.any(root, expr -> expr instanceof Loop loop && jumps.contains(loop.label()));
    }
}
