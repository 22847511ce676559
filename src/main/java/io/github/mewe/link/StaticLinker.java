package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.variant.FunctionVariants;
import java.util.List;

/**
 * Replaces each function by one of its variants, without any choice: measurements of such a module are measurements of
 * the variants. The functions keep their indices; helpers follow them.
 */
public final class StaticLinker {
    private final BinaryenModule module;

    /**
     * A linker that changes a module.
     *
     * @param module the module that the variants were generated for
     */
    public StaticLinker(BinaryenModule module) {
        this.module = module;
    }

    /**
     * Links.
     *
     * @param functions the functions; one without variants stays as it is
     * @param number which variant each gets, from 0; one that has fewer gets that of the number modulo theirs
     */
    public void link(List<FunctionVariants> functions, int number) {
        var adder = new VariantAdder(module);
        for (FunctionVariants function : functions) {
            int count = function.variants().size();
            if (count > 0) {
                adder.replace(function.variants().get(number % count).variant(), function.name());
            }
        }
    }
}
