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
import java.util.function.Function;
import java.util.stream.Collectors;

/** The input module, as the checker of derivations sees it. */
public final class InputFacts implements ModuleFacts {
    private final Set<String> immutable;
    private final Function<String, Optional<FunctionBody>> bodies;

    /** Reads the facts of a module, which must stay open. */
    public InputFacts(BinaryenModule module) {
        this(module, lifted(module));
    }

    /**
     * Reads the facts of a module, which must stay open.
     *
     * @param bodies returns the bodies of the functions that a check may look into; thread-safe
     */
    InputFacts(BinaryenModule module, Function<String, Optional<FunctionBody>> bodies) {
        this.bodies = bodies;
        this.immutable = module.globals().stream()
                .filter(global -> !global.mutable())
                .map(GlobalInfo::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Function<String, Optional<FunctionBody>> lifted(BinaryenModule module) {
        Set<String> defined = module.functions().stream()
                .filter(function -> !function.isImported())
                .map(FunctionInfo::name)
                .collect(Collectors.toUnmodifiableSet());
        Map<String, FunctionBody> bodies = new ConcurrentHashMap<>();
        return function ->
                Optional.of(function).filter(defined::contains).map(name -> bodies.computeIfAbsent(name, module::lift));
    }

    @Override
    public Optional<FunctionBody> body(String function) {
        return bodies.apply(function);
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
