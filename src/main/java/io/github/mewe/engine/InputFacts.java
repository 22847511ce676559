package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.binaryen.GlobalInfo;
import io.github.mewe.equivalence.derivation.ModuleFacts;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.wasm.ValueType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The input module, as the checker of derivations sees it. */
public final class InputFacts implements ModuleFacts {
    private final BinaryenModule module;
    private final Set<String> defined;
    private final Set<String> immutable;
    private final Map<String, FunctionBody> bodies = new ConcurrentHashMap<>();

    /** Reads the facts of a module, which must stay open. */
    public InputFacts(BinaryenModule module) {
        this.module = module;
        this.defined = module.functions().stream()
                .filter(function -> !function.isImported())
                .map(FunctionInfo::name)
                .collect(Collectors.toUnmodifiableSet());
        this.immutable = module.globals().stream()
                .filter(global -> !global.mutable())
                .map(GlobalInfo::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Optional<FunctionBody> body(String function) {
        return defined.contains(function)
                ? Optional.of(bodies.computeIfAbsent(function, module::lift))
                : Optional.empty();
    }

    @Override
    public boolean isImmutable(String global) {
        return immutable.contains(global);
    }

    @Override
    public boolean isNullable(ValueType type) {
        return BinaryenModule.isNullable(type);
    }
}
