package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import java.util.function.Predicate;

/** Finds names that nothing in a module has yet, by appending a number where necessary. */
public final class UniqueNames {
    private final BinaryenModule module;
    private final Names names;

    UniqueNames(BinaryenModule module, Names names) {
        this.module = module;
        this.names = names;
    }

    /** A name that no function has. */
    public String function(String base) {
        return unique(base, module::hasFunction);
    }

    /** A name that no global has. */
    public String global(String base) {
        return unique(base, name -> BinaryenGetGlobal(module.handle(), names.of(name)) != 0);
    }

    /** A name that no table or element segment has. */
    public String table(String base) {
        return unique(
                base,
                name -> BinaryenGetTable(module.handle(), names.of(name)) != 0
                        || BinaryenGetElementSegment(module.handle(), names.of(name)) != 0);
    }

    /** A name that no memory has. */
    public String memory(String base) {
        return unique(base, module.memoriesByName()::containsKey);
    }

    private static String unique(String base, Predicate<String> isTaken) {
        String name = base;
        for (int i = 1; isTaken.test(name); i++) {
            name = base + "_" + i;
        }
        return name;
    }
}
