package io.github.mewe.variant.synthesis;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Collects the distinct slices of functions and counts their occurrences. */
public final class SliceHarvest {
    private static final int[] OPERATIONS = {16, 5, 3, 2, 1};

    private final Map<Formula, Integer> counts = new HashMap<>();

    /** Collects the slices of a module. */
    static SliceHarvest of(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return DeepThread.call(() -> {
            var harvest = new SliceHarvest();
            try (BinaryenModule module = BinaryenModule.open(bytes)) {
                module.functions().stream()
                        .filter(function -> !function.isImported())
                        .forEach(function -> harvest.add(module.lift(function.name())));
            }
            return harvest;
        });
    }

    /** Adds the slices of a function at every node, of several sizes. */
    public void add(FunctionBody function) {
        new SliceWalk(function.root()) {
            @Override
            protected Expr visit(Expr expr) {
                for (int most : OPERATIONS) {
                    Slice.at(expr, definitions(), most).ifPresent(slice -> {
                        Canonical canonical = Canonical.of(slice.formula());
                        counts.merge(canonical.general(), 1, Integer::sum);
                    });
                }
                return walkChildren(expr);
            }
        }.walk(function.root());
    }

    /** The slices, with placeholders for constants, and their numbers of occurrences. */
    public Map<Formula, Integer> counts() {
        return Map.copyOf(counts);
    }
}
