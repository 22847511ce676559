package io.github.mewe.equivalence.validation;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.binaryen.GlobalInfo;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.Memory;
import io.github.mewe.ir.Store;
import io.github.mewe.report.Manifest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Maps the names of functions, globals and memories of a multivariant binary to those of the input module. A
 * dispatcher, its original body and all its variants map to one function, and the wrapper of an import to the import.
 * The mapping goes by indices, since a binary may lack a name section.
 */
public final class NameMapping {
    private final Map<String, String> functions = new HashMap<>();
    private final Map<String, String> globals = new HashMap<>();
    private final Map<String, Memory> memories = new HashMap<>();
    private final Set<String> immutable;

    /**
     * Maps by indices.
     *
     * @throws IllegalArgumentException if the modules and the manifest do not match
     */
    public NameMapping(BinaryenModule from, BinaryenModule to, Manifest manifest) {
        addFunctions(from.functions(), to.functions(), manifest.functions());
        manifest.importsByWrapper().forEach((wrapper, imported) -> {
            check(wrapper < to.functions().size(), "functions");
            functions.put(
                    to.functions().get(wrapper).name(),
                    from.functions().get(imported).name());
        });
        List<GlobalInfo> before = from.globals();
        List<GlobalInfo> after = to.globals();
        check(after.size() >= before.size(), "globals");
        for (int i = 0; i < before.size(); i++) {
            check(before.get(i).mutable() == after.get(i).mutable(), "globals");
            check(
                    before.get(i).type().equals(after.get(i).type())
                            || before.get(i).type().isReference(),
                    "globals");
            globals.put(after.get(i).name(), before.get(i).name());
        }
        check(to.memories().size() >= from.memories().size(), "memories");
        for (int i = 0; i < from.memories().size(); i++) {
            memories.put(to.memories().get(i).name(), from.memories().get(i));
        }
        immutable = before.stream()
                .filter(global -> !global.mutable())
                .map(GlobalInfo::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void addFunctions(List<FunctionInfo> before, List<FunctionInfo> after, List<Manifest.Function> mapped) {
        for (int i = 0; i < before.size() && before.get(i).isImported(); i++) {
            check(
                    i < after.size()
                            && before.get(i).importModule().equals(after.get(i).importModule())
                            && before.get(i).importName().equals(after.get(i).importName()),
                    "imports");
            functions.put(after.get(i).name(), before.get(i).name());
        }
        for (Manifest.Function function : mapped) {
            var bodies = new HashSet<Integer>();
            bodies.add(function.dispatcherIndex());
            if (function.originalIndex() != null) {
                bodies.add(function.originalIndex());
            }
            function.variants().forEach(variant -> bodies.add(variant.index()));
            check(function.index() < before.size(), "functions");
            for (int body : bodies) {
                check(body < after.size() && !after.get(body).isImported(), "functions");
                functions.put(
                        after.get(body).name(), before.get(function.index()).name());
            }
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "the input, the multivariant binary and the manifest do not match: their " + what
                            + " differ. Run the goal diversify again");
        }
    }

    boolean isImmutable(String global) {
        return immutable.contains(global);
    }

    /**
     * A body of the binary with the names of the input.
     *
     * @param helpers the new names of a variant's helpers by their names in the binary
     * @throws UnprovableException if the body names something that the input lacks
     */
    public FunctionBody inInput(FunctionBody body, Map<String, String> helpers) throws UnprovableException {
        if (ExprWalk.any(body.root(), expr -> !isKnown(expr, helpers))) {
            throw new UnprovableException("it uses a function, global or memory that the linker added");
        }
        return body.withRoot(ExprTransformer.bottomUp(body.root(), expr -> renamed(expr, helpers)))
                .withName(functionInInput(body.name(), helpers));
    }

    private String functionInInput(String name, Map<String, String> helpers) {
        return helpers.getOrDefault(name, functions.getOrDefault(name, name));
    }

    private boolean isKnown(Expr expr, Map<String, String> helpers) {
        if (expr instanceof Call call) {
            return helpers.containsKey(call.target()) || functions.containsKey(call.target());
        }
        if (expr instanceof GlobalGet get) {
            return globals.containsKey(get.name());
        }
        if (expr instanceof GlobalSet set) {
            return globals.containsKey(set.name());
        }
        if (expr instanceof Load load) {
            return memories.containsKey(load.memory().name());
        }
        return !(expr instanceof Store store)
                || memories.containsKey(store.memory().name());
    }

    private Expr renamed(Expr expr, Map<String, String> helpers) {
        if (expr instanceof Call call) {
            return new Call(functionInInput(call.target(), helpers), call.operands(), call.tail(), call.type());
        }
        if (expr instanceof GlobalGet get) {
            return new GlobalGet(globals.get(get.name()), get.type());
        }
        if (expr instanceof GlobalSet set) {
            return new GlobalSet(globals.get(set.name()), set.value());
        }
        if (expr instanceof Load load) {
            return new Load(
                    memories.get(load.memory().name()),
                    load.offset(),
                    load.align(),
                    load.bytes(),
                    load.signed(),
                    load.valueType(),
                    load.address());
        }
        if (expr instanceof Store store) {
            return new Store(
                    memories.get(store.memory().name()),
                    store.offset(),
                    store.align(),
                    store.bytes(),
                    store.valueType(),
                    store.address(),
                    store.value());
        }
        return expr;
    }
}
