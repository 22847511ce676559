package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.Sha256;
import io.github.mewe.profile.FunctionList;
import java.util.List;
import java.util.Optional;

/** Lists the functions of a module for recording and matching profiles. */
public final class ProfiledFunctions {
    private ProfiledFunctions() {}

    /**
     * Lists the functions of a module.
     *
     * @param name the name of the module's file
     * @param input the bytes of the module
     * @param module the same module, open
     */
    public static FunctionList of(String name, byte[] input, BinaryenModule module) {
        List<FunctionInfo> functions = module.functions();
        List<Optional<String>> defined = functions.stream()
                .filter(function -> !function.isImported())
                .map(function -> Optional.of(function.name()).filter(module::hasExplicitName))
                .toList();
        return new FunctionList(name, Sha256.hex(input), functions.size() - defined.size(), defined);
    }
}
