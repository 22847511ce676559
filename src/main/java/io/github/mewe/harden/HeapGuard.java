package io.github.mewe.harden;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.Resources;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.Signature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Guards the blocks of a module's allocator. Each of the allocator's functions keeps its place, so that every call and
 * reference reaches its guard. Its code moves to a new function, which only guards and the allocator call.
 */
public final class HeapGuard {
    private static final String ALARM = "heap_smashed";

    /** The largest block in bytes that moves whenever its size changes. */
    private static final int MOST_MOVED = 1024;

    private static final int RING_BLOCKS = 1024;
    private static final int POINTER_BYTES = 4;

    private final BinaryenModule module;
    private final HeapSurvey survey;
    private final UnaryOperator<String> names;

    /**
     * Prepares the guards.
     *
     * @param module the linked module, whose discriminator has a word for the heap
     * @param survey the allocator of the module, which can be guarded
     * @param names adapts a text with names of the discriminator to the module
     */
    public HeapGuard(BinaryenModule module, HeapSurvey survey, UnaryOperator<String> names) {
        this.module = module;
        this.survey = survey;
        this.names = names;
    }

    /** The name of the function that traps if a canary has changed. */
    public String alarm() {
        return named(ALARM);
    }

    /**
     * Adds the guards.
     *
     * @param limit the number of bytes that slack and waiting blocks may take
     */
    public void apply(int limit) {
        Map<HeapFunction, String> inner = new HashMap<>();
        Map<String, String> moved = new HashMap<>();
        survey.functions().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    String name = entry.getValue();
                    String newName = module.uniqueNames().function(name + "$unguarded");
                    module.split(name, newName);
                    inner.put(entry.getKey(), newName);
                    moved.put(name, newName);
                });
        module.addAll(names.apply(text(inner, limit)));
        survey.functions().forEach(this::forward);
        inner.values().forEach(name -> module.retarget(name, moved));
        survey.internal().forEach(name -> module.retarget(name, moved));
    }

    private void forward(HeapFunction function, String name) {
        Signature signature = function.signature();
        var arguments = new ArrayList<Expr>();
        for (int i = 0; i < signature.params().size(); i++) {
            arguments.add(new LocalGet(i, signature.params().get(i)));
        }
        String guard = named("heap." + function.cName());
        module.setBody(
                new FunctionBody(name, signature, List.of(), new Call(guard, arguments, false, signature.result())));
    }

    /** The name of an added function in the module. */
    private String named(String part) {
        return names.apply("$mewe." + part).substring(1);
    }

    private String text(Map<HeapFunction, String> inner, int limit) {
        var imports = new StringBuilder("(import \"memory\" \"memory\" (memory " + memory() + " 1))\n");
        var functions = new StringBuilder();
        if (inner.keySet().stream().anyMatch(HeapGuard::isAligned)) {
            functions.append(Resources.text(HeapGuard.class, "heap-aligned-front.wat"));
        }
        for (HeapFunction function : HeapFunction.values()) {
            if (inner.containsKey(function)) {
                String name = BinaryenModule.watName(inner.get(function));
                imports.append("(import \"allocator\" \"function\" (func ")
                        .append(name)
                        .append(type(function.signature()))
                        .append("))\n");
                functions.append(
                        guard(function).replace("@NAME@", function.cName()).replace("@INNER@", name));
            }
        }
        String text = Resources.text(HeapGuard.class, "heap.wat")
                .replace("@IMPORTS@", imports)
                .replace("@FUNCTIONS@", functions)
                .replace("@MEMORY@", memory())
                .replace("@LIMIT@", Integer.toString(limit))
                .replace("@MOST_MOVED@", Integer.toString(MOST_MOVED))
                .replace("@RING_BLOCKS@", Integer.toString(RING_BLOCKS))
                .replace("@RING_BYTES@", Integer.toString(RING_BLOCKS * POINTER_BYTES));
        for (Map.Entry<HeapFunction, String> entry : inner.entrySet()) {
            text = text.replace("@" + entry.getKey() + "@", BinaryenModule.watName(entry.getValue()));
        }
        return text;
    }

    private static boolean isAligned(HeapFunction function) {
        return switch (function) {
            case ALIGNED_ALLOC, MEMALIGN, POSIX_MEMALIGN -> true;
            default -> false;
        };
    }

    private static String guard(HeapFunction function) {
        return switch (function) {
            case MALLOC, FREE -> "";
            case ALIGNED_ALLOC, MEMALIGN -> Resources.text(HeapGuard.class, "heap-aligned.wat");
            default ->
                Resources.text(HeapGuard.class, "heap-" + function.cName().replace('_', '-') + ".wat");
        };
    }

    private String memory() {
        return BinaryenModule.watName(module.memories().get(0).name());
    }

    private static String type(Signature signature) {
        var text = new StringBuilder();
        signature
                .params()
                .forEach(param -> text.append(" (param ").append(param).append(')'));
        if (signature.result().isConcrete()) {
            text.append(" (result ").append(signature.result()).append(')');
        }
        return text.toString();
    }
}
