package io.github.mewe.hard;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.FunctionInfo;
import io.github.mewe.common.DeepThread;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprStatistics;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.link.Granularity;
import io.github.mewe.link.LinkPlan;
import io.github.mewe.link.LinkPlan.DrawKey;
import io.github.mewe.link.MultivariantLinker;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.FunctionVariants;
import io.github.mewe.variant.FunctionVariants.Sized;
import io.github.mewe.variant.Variant;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A module whose functions report that they run: each begins with a call of the import {@code test.note}, with its own
 * number and that of the body. This distinguishes bodies with equal results.
 */
final class NotedModule {
    private static final int MOST_BODIES = 4;

    private final byte[] binary;

    private NotedModule(byte[] binary) {
        this.binary = binary;
    }

    /**
     * Adds the notes to a module.
     *
     * @param module a module that imports {@code test.note}, which takes two i32
     */
    static NotedModule of(byte[] module) {
        try (BinaryenModule opened = BinaryenModule.open(module)) {
            String note = noteImport(opened);
            List<String> defined = opened.definedFunctions();
            for (int i = 0; i < defined.size(); i++) {
                FunctionBody body = opened.lift(defined.get(i));
                Expr call = new Call(note, List.of(Const.i32(i), Const.i32(0)), false, ValueType.NONE);
                ValueType type = body.root().type();
                opened.replaceBody(body.withRoot(new Block(null, List.of(call, body.root()), type)));
            }
            opened.validate().ifPresent(message -> {
                throw new IllegalArgumentException(message);
            });
            return new NotedModule(opened.write());
        }
    }

    /**
     * A module that already has the notes.
     *
     * @param module a module whose functions begin with a call of the import {@code test.note}
     */
    static NotedModule ofNoted(byte[] module) {
        return new NotedModule(module.clone());
    }

    /** The module, each of whose functions has one body, with the number 0. */
    byte[] binary() {
        return binary.clone();
    }

    /** The same module with other bytes around its code. */
    NotedModule with(UnaryOperator<byte[]> change) {
        return new NotedModule(change.apply(binary.clone()));
    }

    /** The number of bodies that {@link #linked} gives a function: at least two. */
    static int bodies(int function) {
        return 2 + function % (MOST_BODIES - 1);
    }

    /**
     * Links several bodies for each function, which differ only in their numbers.
     *
     * @param granularity when choices are made
     * @param randomness the randomness source
     * @param key the key until the module is seeded
     */
    byte[] linked(Granularity granularity, RandomnessSource randomness, DrawKey key) {
        return DeepThread.call(() -> link(granularity, randomness, key));
    }

    private byte[] link(Granularity granularity, RandomnessSource randomness, DrawKey key) {
        // The variants hold nodes of the module from which they were lifted, so it stays open.
        try (BinaryenModule source = BinaryenModule.open(binary);
                BinaryenModule target = BinaryenModule.open(binary)) {
            String note = noteImport(source);
            List<String> defined = source.definedFunctions();
            var functions = new ArrayList<FunctionVariants>();
            for (int i = 0; i < defined.size(); i++) {
                FunctionBody body = source.lift(defined.get(i));
                var variants = new ArrayList<Sized>();
                for (int number = 1; number < bodies(i); number++) {
                    variants.add(new Sized(new Variant(renumbered(body, note, number), List.of(), List.of()), 1, 1));
                }
                functions.add(new FunctionVariants(
                        i, defined.get(i), new ExprStatistics(1, 1), variants, Optional.empty(), false));
            }
            new MultivariantLinker(target).link(new LinkPlan(functions, granularity, randomness, key));
            target.validate().ifPresent(message -> {
                throw new AssertionError(message);
            });
            return target.write();
        }
    }

    private static FunctionBody renumbered(FunctionBody body, String note, int number) {
        return body.withRoot(ExprTransformer.bottomUp(
                body.root(),
                expr -> expr instanceof Call call && call.target().equals(note)
                        ? new Call(note, List.of(call.operands().get(0), Const.i32(number)), false, ValueType.NONE)
                        : expr));
    }

    private static String noteImport(BinaryenModule module) {
        return module.functions().stream()
                .filter(function -> function.importModule().equals(Optional.of("test"))
                        && function.importName().equals(Optional.of("note")))
                .map(FunctionInfo::name)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the module does not import test.note"));
    }
}
