package io.github.mewe.engine;

import io.github.mewe.binaryen.ScratchModule;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.variant.CleanUp;
import io.github.mewe.variant.GenerationSource.CloseableWorkbench;
import java.util.List;
import java.util.Optional;

/** The generator's workbench on a scratch module. */
final class ScratchWorkbench implements CloseableWorkbench {
    /** A difference that these passes remove does not count. */
    private static final List<String> FULL = List.of(
            "simplify-locals",
            "optimize-instructions",
            "precompute",
            "merge-blocks",
            "remove-unused-brs",
            "remove-unused-names",
            "reorder-locals",
            "vacuum");

    private static final List<String> QUICK = List.of("remove-unused-names", "reorder-locals", "vacuum");

    private final ScratchModule scratch;

    ScratchWorkbench(ScratchModule scratch) {
        this.scratch = scratch;
    }

    @Override
    public Optional<Long> fingerprint(FunctionBody body, List<FunctionBody> helpers, CleanUp cleanUp) {
        List<String> passes = cleanUp == CleanUp.FULL ? FULL : QUICK;
        Optional<Long> fingerprint = scratch.hashAfter(body, helpers, passes);
        for (FunctionBody helper : helpers) {
            Optional<Long> own = scratch.hashAfter(helper, others(helper, helpers), passes);
            fingerprint = fingerprint.flatMap(hash -> own.map(more -> hash * 31 + more));
        }
        return fingerprint;
    }

    private static List<FunctionBody> others(FunctionBody helper, List<FunctionBody> helpers) {
        return helpers.stream().filter(other -> other != helper).toList();
    }

    @Override
    public Optional<FunctionBody> optimize(FunctionBody body, List<FunctionBody> helpers, List<String> passes) {
        return scratch.transform(body, helpers, passes);
    }

    @Override
    public void close() {
        scratch.close();
    }
}
