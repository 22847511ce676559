package io.github.mewe.link;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.DeepThread;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.Signature;
import io.github.mewe.wasm.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Keys a core module of a component from the import {@code mewe.random}. An engine that runs the module without its
 * component can then tell the discriminator's key from the random numbers of the program.
 */
public final class HostKeying {
    private static final Signature RANDOM = new Signature(List.of(), ValueType.I64);
    private static final Signature NONE = new Signature(List.of(), ValueType.NONE);

    /** The keys and the global of buffered bits. */
    private static final int GLOBALS = 3;

    private HostKeying() {}

    /**
     * Changes the source of the key.
     *
     * @param binary a core module
     * @return the changed module; the same bytes if it fetches no key
     */
    public static byte[] of(byte[] binary) {
        return DeepThread.call(() -> {
            try (BinaryenModule module = BinaryenModule.open(binary)) {
                Optional<FunctionBody> fetching = fetching(module);
                if (fetching.isEmpty()) {
                    return binary;
                }
                String random = module.uniqueNames().function("mewe.random");
                module.addFunctionImport(random, "mewe", "random", RANDOM);
                module.replaceBody(new FunctionBody(
                        fetching.get().name(), NONE, List.of(), fromHost(random, globals(fetching.get()))));
                return module.write();
            }
        });
    }

    private static Optional<FunctionBody> fetching(BinaryenModule module) {
        Map<String, FunctionInfo> imported = new HashMap<>();
        module.functions().stream().filter(FunctionInfo::isImported).forEach(info -> imported.put(info.name(), info));
        return module.definedFunctions().stream()
                .filter(function -> module.signature(function).equals(NONE))
                .filter(function -> {
                    List<String> callees = module.directCallees(function);
                    return callees.size() == 1
                            && imported.containsKey(callees.get(0))
                            && ComponentKeying.isRandom(module, imported.get(callees.get(0)));
                })
                .map(module::lift)
                .filter(body -> globals(body).size() == GLOBALS)
                .findFirst();
    }

    /** The globals that the function sets to 64 bits: the keys, and last the one with the buffered bits. */
    private static List<String> globals(FunctionBody body) {
        var keys = new TreeSet<String>();
        var cleared = new TreeSet<String>();
        ExprWalk.each(body.root(), expr -> {
            if (expr instanceof GlobalSet set && set.value().type().equals(ValueType.I64)) {
                (set.value() instanceof Const ? cleared : keys).add(set.name());
            }
        });
        return Stream.concat(keys.stream(), cleared.stream()).toList();
    }

    private static Expr fromHost(String random, List<String> globals) {
        return Block.of(
                null,
                new GlobalSet(globals.get(0), new Call(random, List.of(), false, ValueType.I64)),
                new GlobalSet(globals.get(1), new Call(random, List.of(), false, ValueType.I64)),
                new GlobalSet(globals.get(2), new Const(ValueType.I64, 1)));
    }
}
