package io.github.mewe.measure;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.binaryen.ScratchModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.report.Manifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Structural fingerprints of the functions of a multivariant binary, as written or after an optimiser. Names of labels
 * and helpers do not matter.
 *
 * @param fingerprints the fingerprints of original bodies, variants and helpers by index in the binary; functions that
 *     the optimiser removed have none
 * @param reachable the indices of the dispatchers that the optimiser kept
 */
public record BodyFingerprints(Map<Integer, String> fingerprints, Set<Integer> reachable) {
    /** Copies the collections. */
    public BodyFingerprints {
        fingerprints = Map.copyOf(fingerprints);
        reachable = Set.copyOf(reachable);
    }

    /**
     * Fingerprints the functions as written.
     *
     * @param binary a multivariant binary
     * @param functions the functions with variants
     */
    public static BodyFingerprints written(byte[] binary, List<Manifest.Function> functions) {
        return read(binary, functions, false);
    }

    /**
     * Fingerprints the functions after Binaryen's optimisation level 2 over the whole binary, as if a user optimised
     * the output. Inlining is off, because it would mix variants with their callers. Merging of equal functions is off,
     * because it would merge variants of different functions; equal variants of one function have equal fingerprints.
     *
     * @param binary a multivariant binary
     * @param functions the functions with variants
     */
    public static BodyFingerprints optimised(byte[] binary, List<Manifest.Function> functions) {
        return read(binary, functions, true);
    }

    private static BodyFingerprints read(byte[] binary, List<Manifest.Function> functions, boolean optimise) {
        return DeepThread.call(() -> {
            try (BinaryenModule module = BinaryenModule.open(binary)) {
                List<String> names =
                        module.functions().stream().map(FunctionInfo::name).toList();
                if (optimise) {
                    module.optimize();
                }
                try (ScratchModule scratch = module.openScratch()) {
                    return new Reader(module, scratch, names).read(functions);
                }
            }
        });
    }

    /** Fingerprints the functions of one module. */
    private static final class Reader {
        private final BinaryenModule module;
        private final ScratchModule scratch;
        private final List<String> names;
        private final Map<Integer, String> fingerprints = new HashMap<>();

        Reader(BinaryenModule module, ScratchModule scratch, List<String> names) {
            this.module = module;
            this.scratch = scratch;
            this.names = names;
        }

        BodyFingerprints read(List<Manifest.Function> functions) {
            Set<Integer> reachable = new HashSet<>();
            for (Manifest.Function function : functions) {
                if (module.hasFunction(names.get(function.dispatcherIndex()))) {
                    reachable.add(function.dispatcherIndex());
                }
                if (function.originalIndex() != null) {
                    add(function.originalIndex(), List.of());
                }
                for (Manifest.Variant variant : function.variants()) {
                    add(variant.index(), variant.helpers());
                    variant.helpers().forEach(helper -> add(helper, List.of()));
                }
            }
            return new BodyFingerprints(fingerprints, reachable);
        }

        private void add(int index, List<Integer> helpers) {
            String name = names.get(index);
            if (!module.hasFunction(name)) {
                return;
            }
            Map<String, String> neutral = new HashMap<>();
            List<FunctionBody> declared = new ArrayList<>();
            for (int helper : helpers) {
                String helperName = names.get(helper);
                if (module.hasFunction(helperName)) {
                    neutral.put(helperName, module.uniqueNames().function("helper" + neutral.size()));
                    declared.add(module.lift(helperName).withName(neutral.get(helperName)));
                }
            }
            FunctionBody body = module.lift(name);
            Expr root = neutral.isEmpty()
                    ? body.root()
                    : ExprTransformer.bottomUp(body.root(), expr -> renamed(expr, neutral));
            scratch.hashAfter(body.withRoot(root), declared, List.of())
                    .ifPresent(hash -> fingerprints.put(index, Long.toHexString(hash)));
        }

        private static Expr renamed(Expr expr, Map<String, String> names) {
            return expr instanceof Call call && names.containsKey(call.target())
                    ? new Call(names.get(call.target()), call.operands(), call.tail(), call.type())
                    : expr;
        }
    }
}
