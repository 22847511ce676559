package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.Sha256;
import io.github.mewe.profile.FunctionList;
import java.util.List;
import java.util.Optional;

/** Makes the list of functions that profiles are recorded on and found again in. */
public final class ProfiledFunctions {
    private ProfiledFunctions() {}

    /**
     * The functions of a module.
     *
     * @param name the name of its file
     * @param input its bytes
     * @param module the module
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
