package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.variant.FunctionVariants;
import java.util.List;

/**
 * Replaces each function by one of its variants, without any choice, so that measurements of the module measure the
 * variants. The functions keep their indices; helpers follow them.
 */
public final class StaticLinker {
    private final BinaryenModule module;

    /**
     * Creates a linker that changes a module.
     *
     * @param module the module that the variants were generated for
     */
    public StaticLinker(BinaryenModule module) {
        this.module = module;
    }

    /**
     * Replaces the functions.
     *
     * @param functions the functions; those without variants do not change
     * @param number the number of the variant for each function, from 0, modulo the number of its variants
     */
    public void link(List<FunctionVariants> functions, int number) {
        var adder = new VariantAdder(module);
        for (FunctionVariants function : functions) {
            int count = function.variants().size();
            if (count > 0) {
                adder.replace(function.variants().get(number % count).variant(), function.name());
            }
        }
        adder.finish(1);
    }
}
