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
 * The structure of the functions of a multivariant binary, as fingerprints: as they were written, or as an optimiser
 * leaves them. The names of labels and helpers do not count.
 *
 * @param fingerprints the fingerprints of original bodies, variants and helpers, by their index in the binary; those
 *     that are gone have none
 * @param reachable the indices of the dispatchers that are there
 */
public record BodyFingerprints(Map<Integer, String> fingerprints, Set<Integer> reachable) {
    /** Copies the collections. */
    public BodyFingerprints {
        fingerprints = Map.copyOf(fingerprints);
        reachable = Set.copyOf(reachable);
    }

    /**
     * The functions as they stand in a binary.
     *
     * @param binary a multivariant binary
     * @param functions the functions that have variants
     */
    public static BodyFingerprints written(byte[] binary, List<Manifest.Function> functions) {
        return read(binary, functions, false);
    }

    /**
     * The functions as Binaryen's optimisation level 2 over the whole binary leaves them. The optimiser sees the
     * dispatchers and which variants they reach, as it would if a user ran it over the output. It does not inline,
     * since then no variant could be told from its caller, and it does not merge equal functions, since that would also
     * merge variants of different functions; here, equal variants of one function are noticed by their equal
     * fingerprints.
     *
     * @param binary a multivariant binary
     * @param functions the functions that have variants
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

    /** Reads the forms of one module. */
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
                    take(function.originalIndex(), List.of());
                }
                for (Manifest.Variant variant : function.variants()) {
                    take(variant.index(), variant.helpers());
                    variant.helpers().forEach(helper -> take(helper, List.of()));
                }
            }
            return new BodyFingerprints(fingerprints, reachable);
        }

        private void take(int index, List<Integer> helpers) {
            String name = names.get(index);
            if (!module.hasFunction(name)) {
                return;
            }
            Map<String, String> neutral = new HashMap<>();
            List<FunctionBody> declared = new ArrayList<>();
            for (int helper : helpers) {
                String helperName = names.get(helper);
                if (module.hasFunction(helperName)) {
                    neutral.put(helperName, module.uniqueFunctionName("helper" + neutral.size()));
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
