package io.github.mewe.equivalence.isolation;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.ScratchModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.Unreachable;
import io.github.mewe.report.Manifest;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Seeds faults into variants of a multivariant binary, at most one per variant. */
final class FaultSeeding {
    /**
     * Rules that make bodies in which a branch may go either way or an operand does not matter. A change there often
     * changes no behaviour, which would have to be shown for each.
     */
    private static final Set<String> REDUNDANT = Set.of(
            "bogus-path",
            "opaque-condition",
            "opaque-guard",
            "opaque-constant",
            "tail-duplication",
            "block-splitting",
            "rematerialisation",
            "loop-peeling");

    private final byte[] input;
    private final byte[] binary;
    private final Manifest manifest;

    FaultSeeding(byte[] input, byte[] binary, Manifest manifest) {
        this.input = input;
        this.binary = binary;
        this.manifest = manifest;
    }

    /**
     * A fault in a variant.
     *
     * @param fault its kind
     * @param function the function
     * @param variant the variant
     * @param node the number of the changed node in a walk that visits children first
     * @param from the replaced node
     * @param to its replacement
     * @param context the expression around the node, as a function of the locals
     * @param changedContext the same expression with the fault
     * @param isDead true if control never reaches the node
     */
    record Seeded(
            Fault fault,
            Manifest.Function function,
            Manifest.Variant variant,
            int node,
            Expr from,
            Expr to,
            FunctionBody context,
            FunctionBody changedContext,
            boolean isDead) {}

    /**
     * Faults and the binary that contains them.
     *
     * @param faults the faults
     * @param binary the multivariant binary with the faults
     */
    record Seeds(List<Seeded> faults, byte[] binary) {}

    /** Seeds a number of faults of each kind. */
    Seeds seed(int ofEachKind, long seed) {
        return DeepThread.call(() -> {
            try (BinaryenModule module = BinaryenModule.open(binary);
                    ScratchModule scratch = module.openScratch()) {
                List<Seeded> seeded = choose(module, scratch, ofEachKind, new Random(seed));
                return new Seeds(seeded, write(module, seeded, false));
            }
        });
    }

    /** The binary with traps in place of the faults, to find those that are unreachable. */
    byte[] withTraps(List<Seeded> faults) {
        return DeepThread.call(() -> {
            try (BinaryenModule module = BinaryenModule.open(binary)) {
                return write(module, faults, true);
            }
        });
    }

    private List<Seeded> choose(BinaryenModule module, ScratchModule scratch, int ofEachKind, Random random) {
        List<String> names = module.functions().stream().map(f -> f.name()).toList();
        var places = new ArrayList<Map.Entry<Manifest.Function, Manifest.Variant>>();
        manifest.functions()
                .forEach(f -> f.variants().stream()
                        .filter(v -> v.chain().stream().noneMatch(step -> REDUNDANT.contains(step.rule())))
                        .forEach(v -> places.add(Map.entry(f, v))));
        Collections.shuffle(places, random);
        Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
        List<Seeded> seeded = new ArrayList<>();
        Callees callees = new Callees(module);
        for (Map.Entry<Manifest.Function, Manifest.Variant> place : places) {
            FunctionBody body = module.lift(names.get(place.getValue().index()));
            List<Fault> rarest = new ArrayList<>(List.of(Fault.values()));
            rarest.removeIf(fault -> counts.getOrDefault(fault, 0) >= ofEachKind);
            if (rarest.isEmpty()) {
                break;
            }
            rarest.sort(java.util.Comparator.comparingInt(fault -> counts.getOrDefault(fault, 0)));
            for (Fault fault : rarest) {
                Optional<Seeded> made = one(fault, place, body, callees, random, scratch);
                if (made.isPresent()) {
                    seeded.add(made.get());
                    counts.merge(fault, 1, Integer::sum);
                    break;
                }
            }
        }
        return seeded;
    }

    private Optional<Seeded> one(
            Fault fault,
            Map.Entry<Manifest.Function, Manifest.Variant> place,
            FunctionBody body,
            Callees callees,
            Random random,
            ScratchModule scratch) {
        List<Integer> nodes = new ArrayList<>();
        List<Expr> from = new ArrayList<>();
        List<Expr> to = new ArrayList<>();
        int[] node = {-1};
        ExprTransformer.bottomUp(body.root(), (expr, loops) -> {
            node[0]++;
            Optional<Expr> changed =
                    expr.isReachable() || expr instanceof Unreachable || expr instanceof io.github.mewe.ir.Switch
                            ? fault.at(expr, callees.at(body, loops))
                            : Optional.empty();
            changed.ifPresent(other -> {
                nodes.add(node[0]);
                from.add(expr);
                to.add(other);
            });
            return expr;
        });
        if (nodes.isEmpty()) {
            return Optional.empty();
        }
        int chosen = random.nextInt(nodes.size());
        int at = nodes.get(chosen);
        List<Expr> path = new ArrayList<>();
        path(body.root(), new int[] {-1}, at, path);
        int top = 0;
        while (top + 1 < path.size() && onlyComputes(path.get(top + 1))) {
            top++;
        }
        var bounds = new LocalBounds(body);
        boolean isTruth = top + 1 < path.size() && isCondition(path.get(top + 1), path.get(top));
        Expr root = path.get(top);
        Expr changedRoot = replaced(path, top, to.get(chosen));
        var seeded = new Seeded(
                fault,
                place.getKey(),
                place.getValue(),
                at,
                from.get(chosen),
                to.get(chosen),
                function(body, bounds.assumed(root), isTruth),
                function(body, bounds.assumed(changedRoot), isTruth),
                bounds.isDead(path));
        return scratch.hashAfter(changed(body, seeded, false), List.of(), List.of())
                        .isPresent()
                ? Optional.of(seeded)
                : Optional.empty();
    }

    /** Finds a node by its number, and the enclosing nodes, from the inside out. */
    private static boolean path(Expr expr, int[] number, int wanted, List<Expr> path) {
        for (Expr child : expr.children()) {
            if (path(child, number, wanted, path)) {
                path.add(expr);
                return true;
            }
        }
        if (++number[0] == wanted) {
            path.add(expr);
            return true;
        }
        return false;
    }

    private static boolean onlyComputes(Expr expr) {
        return expr instanceof IntBinary
                || expr instanceof IntUnary
                || expr instanceof Numeric
                || expr instanceof Load
                || expr instanceof Select
                || expr instanceof Store;
    }

    private static boolean isCondition(Expr user, Expr value) {
        return user instanceof If test && test.condition() == value
                || user instanceof Break jump && jump.condition() == value;
    }

    private static Expr replaced(List<Expr> path, int top, Expr to) {
        Expr changed = to;
        for (int i = 1; i <= top; i++) {
            Expr old = path.get(i - 1);
            Expr now = changed;
            List<Expr> children = new ArrayList<>(path.get(i).children());
            children.replaceAll(child -> child == old ? now : child);
            changed = path.get(i).withChildren(children);
        }
        return changed;
    }

    /** An expression as the body of a function whose parameters are all locals. */
    private static FunctionBody function(FunctionBody body, Expr root, boolean isTruth) {
        List<ValueType> locals = new ArrayList<>();
        for (int i = 0; i < body.localCount(); i++) {
            locals.add(body.localType(i));
        }
        Expr value = isTruth ? IntBinary.of(BinaryOperator.NE, ValueType.I32, root, Const.i32(0)) : root;
        return new FunctionBody("context", new Signature(locals, value.type()), List.of(), value);
    }

    private static FunctionBody changed(FunctionBody body, Seeded seeded, boolean trap) {
        int[] node = {-1};
        return body.withRoot(ExprTransformer.bottomUp(body.root(), expr -> {
            node[0]++;
            if (node[0] != seeded.node()) {
                return expr;
            }
            if (!trap) {
                return seeded.to();
            }
            Expr always = new If(Const.i32(1), new Unreachable(), null, ValueType.NONE);
            return new Block(null, List.of(always, expr), expr.type());
        }));
    }

    private byte[] write(BinaryenModule module, List<Seeded> faults, boolean traps) {
        List<String> names = module.functions().stream().map(f -> f.name()).toList();
        for (Seeded seeded : faults) {
            FunctionBody body = module.lift(names.get(seeded.variant().index()));
            module.replaceBody(changed(body, seeded, traps));
        }
        module.validate().ifPresent(message -> {
            throw new IllegalStateException(message.lines().limit(6).toList().toString());
        });
        return module.write();
    }

    /** Functions and globals of the same type, which a faulty generator could confuse. */
    private final class Callees {
        private final Map<Signature, List<String>> bySignature = new HashMap<>();
        private final Map<String, Integer> functionOf = new HashMap<>();
        private final Map<ValueType, Set<String>> globals = new HashMap<>();

        Callees(BinaryenModule module) {
            List<String> names = module.functions().stream().map(f -> f.name()).toList();
            for (Manifest.Function function : manifest.functions()) {
                String name = names.get(function.dispatcherIndex());
                bySignature
                        .computeIfAbsent(module.signature(name), s -> new ArrayList<>())
                        .add(name);
                functionOf.put(name, function.index());
                function.variants().forEach(v -> functionOf.put(names.get(v.index()), function.index()));
                if (function.originalIndex() != null) {
                    functionOf.put(names.get(function.originalIndex()), function.index());
                }
            }
            Set<String> own = new HashSet<>();
            try (BinaryenModule original = BinaryenModule.open(input)) {
                original.mutableIntegerGlobals().forEach(g -> own.add(g.name()));
            }
            for (GlobalGet get : module.mutableIntegerGlobals()) {
                if (own.contains(get.name())) {
                    globals.computeIfAbsent(get.type(), t -> new HashSet<>()).add(get.name());
                }
            }
            module.functions().forEach(f -> signatures.put(f.name(), module.signature(f.name())));
        }

        private final Map<String, Signature> signatures = new HashMap<>();

        Fault.Context at(FunctionBody body, int loops) {
            return new Fault.Context() {
                @Override
                public FunctionBody body() {
                    return body;
                }

                @Override
                public int loops() {
                    return loops;
                }

                @Override
                public Optional<String> otherCallee(Call call) {
                    Integer function = functionOf.get(call.target());
                    return function == null
                            ? Optional.empty()
                            : bySignature.getOrDefault(signatures.get(call.target()), List.of()).stream()
                                    .filter(other -> !functionOf.get(other).equals(function))
                                    .findFirst();
                }

                @Override
                public Optional<String> otherGlobal(String global, ValueType type) {
                    return globals.getOrDefault(type, Set.of()).contains(global)
                            ? globals.get(type).stream()
                                    .filter(other -> !other.equals(global))
                                    .sorted()
                                    .findFirst()
                            : Optional.empty();
                }
            };
        }
    }
}
