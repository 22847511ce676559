package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import io.github.mewe.ir.FunctionBody;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A temporary module with the declarations of another. It builds, validates and transforms bodies without changing the
 * other module. Not thread-safe.
 */
public final class ScratchModule implements AutoCloseable {
    /** Only closing the module frees native memory: about 100 bytes per node, and as many again for passes. */
    private static final long MOST_NODES = 1_000_000;

    private final BinaryenModule module;
    private final Names names;
    private long handle;
    private long nodes;

    ScratchModule(BinaryenModule module, Names names) {
        this.module = module;
        this.names = names;
    }

    /**
     * Runs passes on a body and hashes the result.
     *
     * @param body a body of a function of the module, or a helper
     * @param helpers callees that the module lacks
     * @param passes names of Binaryen's function passes
     * @return empty if the body is invalid
     */
    public Optional<Long> hashAfter(FunctionBody body, List<FunctionBody> helpers, List<String> passes) {
        return with(body, helpers, function -> {
            if (!mewe_function_validate(handle, function)) {
                return Optional.empty();
            }
            run(function, passes);
            return Optional.of(mewe_function_hash(function));
        });
    }

    /**
     * Runs passes on a body.
     *
     * @param body a body of a function of the module, or a helper
     * @param helpers callees that the module lacks
     * @param passes names of Binaryen's function passes
     * @return the new body; empty if a pass fails or its result is invalid
     */
    public Optional<FunctionBody> transform(FunctionBody body, List<FunctionBody> helpers, List<String> passes) {
        return with(body, helpers, function -> {
            try {
                run(function, passes);
            } catch (RuntimeException e) {
                // Passes throw on nodes that they do not support.
                return Optional.empty();
            }
            mewe_function_finish(handle, function);
            return mewe_function_validate(handle, function)
                    ? Optional.of(new BodyLifter(names, module.memoriesByName(), module.handle(), true).lift(function))
                    : Optional.empty();
        });
    }

    private void run(long function, List<String> passes) {
        mewe_function_run_passes(handle, function, names.of(String.join(",", passes)), 2, 0);
    }

    private <T> Optional<T> with(FunctionBody body, List<FunctionBody> helpers, LongFunction<Optional<T>> work) {
        open();
        try {
            helpers.forEach(this::declare);
            // The module lacks the helper, so its type comes from the declaration in the scratch module.
            boolean isHelper = !module.hasFunction(body.name());
            if (isHelper) {
                declare(body);
            }
            long declared =
                    isHelper ? BinaryenGetFunction(handle, names.of(body.name())) : module.function(body.name());
            long[] vars = BinaryenModule.ids(body.vars());
            var lowerer = new BodyLowerer(names, handle, body::localType);
            long root = lowerer.lower(body.root());
            nodes += lowerer.nodes();
            long function = mewe_function_detached(
                    names.of(body.name()), BinaryenFunctionGetType(declared), vars, vars.length, root);
            try {
                mewe_function_finish(handle, function);
                return work.apply(function);
            } finally {
                mewe_function_free(function);
                if (isHelper) {
                    remove(body);
                }
            }
        } finally {
            helpers.forEach(this::remove);
        }
    }

    private void open() {
        if (nodes > MOST_NODES) {
            BinaryenModuleDispose(handle);
            handle = 0;
        }
        if (handle == 0) {
            handle = mewe_module_scratch(module.handle());
            nodes = 0;
        }
    }

    private void declare(FunctionBody helper) {
        long[] params = BinaryenModule.ids(helper.signature().params());
        BinaryenAddFunctionImport(
                handle,
                names.of(helper.name()),
                names.of("scratch"),
                names.of(helper.name()),
                BinaryenTypeCreate(params, params.length),
                helper.signature().result().id());
    }

    private void remove(FunctionBody helper) {
        BinaryenRemoveFunction(handle, names.of(helper.name()));
    }

    @Override
    public void close() {
        if (handle != 0) {
            mewe_module_dispose(handle);
            handle = 0;
        }
    }
}
