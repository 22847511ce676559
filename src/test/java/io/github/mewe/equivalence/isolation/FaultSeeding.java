package io.github.mewe.equivalence.isolation;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.ScratchModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.Signature;
import io.github.mewe.ir.Switch;
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
     * @param to its replacement
     */
    record Seeded(Fault fault, Manifest.Function function, Manifest.Variant variant, int node, Expr to) {}

    /**
     * A node to which a fault applies.
     *
     * @param number the number of the node in a walk that visits children first
     * @param to its replacement
     */
    private record Candidate(int number, Expr to) {}

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

    /** The indices of the variants whose faults provably change nothing. */
    Set<Integer> changingNothing(List<Seeded> faults) {
        return DeepThread.call(() -> {
            Set<Integer> variants = new HashSet<>();
            try (BinaryenModule module = BinaryenModule.open(binary)) {
                List<String> names =
                        module.functions().stream().map(f -> f.name()).toList();
                var callees = new Callees(module);
                for (Seeded seeded : faults) {
                    FunctionBody body = module.lift(names.get(seeded.variant().index()));
                    // The fault is made again, because unmodelled nodes belong to an open module.
                    Expr to = candidates(seeded.fault(), body, callees).stream()
                            .filter(candidate -> candidate.number() == seeded.node())
                            .findFirst()
                            .orElseThrow()
                            .to();
                    if (new FaultProof(FaultSite.of(body, seeded.node(), to)).changesNothing()) {
                        variants.add(seeded.variant().index());
                    }
                }
            }
            return variants;
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

    private static Optional<Seeded> one(
            Fault fault,
            Map.Entry<Manifest.Function, Manifest.Variant> place,
            FunctionBody body,
            Callees callees,
            Random random,
            ScratchModule scratch) {
        List<Candidate> candidates = candidates(fault, body, callees);
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Candidate chosen = candidates.get(random.nextInt(candidates.size()));
        var seeded = new Seeded(fault, place.getKey(), place.getValue(), chosen.number(), chosen.to());
        return scratch.hashAfter(changed(body, seeded, false), List.of(), List.of())
                        .isPresent()
                ? Optional.of(seeded)
                : Optional.empty();
    }

    private static List<Candidate> candidates(Fault fault, FunctionBody body, Callees callees) {
        List<Candidate> candidates = new ArrayList<>();
        int[] number = {-1};
        ExprTransformer.bottomUp(body.root(), (expr, loops) -> {
            number[0]++;
            boolean isPossible = expr.isReachable() || expr instanceof Unreachable || expr instanceof Switch;
            Optional<Expr> changed = isPossible ? fault.at(expr, callees.at(body, loops)) : Optional.empty();
            changed.ifPresent(to -> candidates.add(new Candidate(number[0], to)));
            return expr;
        });
        return candidates;
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
