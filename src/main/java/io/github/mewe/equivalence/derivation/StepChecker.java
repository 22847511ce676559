package io.github.mewe.equivalence.derivation;

import io.github.mewe.common.DeepThread;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.Store;
import io.github.mewe.wasm.ValueType;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Proves that a step of a derivation, or any number of steps at once, keeps the behaviour of a body: the same results,
 * traps, effects and order of calls for every input. It trusts nothing that the generator says. Thread-safe.
 */
public final class StepChecker {
    private static final int MOST_PARTS = 20_000;

    /** Two parts. Keeps the hash, which takes as long as a walk over both. */
    private static final class Part {
        private final CheckedBody before;
        private final CheckedBody after;
        private final int hash;

        Part(CheckedBody before, CheckedBody after) {
            this.before = before;
            this.after = after;
            this.hash = TreeHash.with(
                    TreeHash.of(before.body().root()), TreeHash.of(after.body().root()));
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object object) {
            return object instanceof Part other
                    && hash == other.hash
                    && before.equals(other.before)
                    && after.equals(other.after);
        }
    }

    /** The results for parts, of which many functions have the same. */
    private final Map<Part, Boolean> parts = new ConcurrentHashMap<>();

    private final ModuleFacts facts;
    private final boolean detailed;
    private final CheckLimits limits;

    /**
     * Creates a checker for the functions of one module.
     *
     * @param facts the module
     */
    public StepChecker(ModuleFacts facts) {
        this(facts, CheckLimits.HIGH);
    }

    /**
     * Creates a checker that spends less time.
     *
     * @param limits the effort of each comparison
     */
    public StepChecker(ModuleFacts facts, CheckLimits limits) {
        this.facts = facts;
        this.detailed = false;
        this.limits = limits;
    }

    /**
     * Creates a checker that can say more.
     *
     * @param detailed true to add the values that differ to reasons
     */
    StepChecker(ModuleFacts facts, boolean detailed) {
        this.facts = facts;
        this.detailed = detailed;
        this.limits = CheckLimits.HIGH;
    }

    /**
     * Checks that two bodies of the same function are equivalent.
     *
     * @param before the original body, or the result of an earlier step
     * @param after the result of the step
     */
    public CheckResult check(CheckedBody before, CheckedBody after) {
        if (!before.body().signature().equals(after.body().signature())) {
            return new CheckResult.Rejected("the signatures differ");
        }
        if (before.body().root().equals(after.body().root())
                && before.body().vars().equals(after.body().vars())
                && before.helpers().equals(after.helpers())) {
            return new CheckResult.Accepted();
        }
        return DeepThread.call(() -> {
            if (NonNullLocals.needsAssertions(after.body(), facts)
                    && !NonNullLocals.needsAssertions(before.body(), facts)) {
                return new CheckResult.Rejected("a local whose type excludes null may be read before it is written");
            }
            if (isEquivalentInParts(before, after)) {
                return new CheckResult.Accepted();
            }
            try {
                simulate(before, after);
                return new CheckResult.Accepted();
            } catch (UndecidedException e) {
                return new CheckResult.Rejected(e.getMessage());
            } catch (RuntimeException | StackOverflowError e) {
                // A fault of the checker costs the proof of this step, nothing else.
                return new CheckResult.Rejected("the check failed: " + e
                        + (detailed ? " " + List.of(e.getStackTrace()).subList(0, 10) : ""));
            }
        });
    }

    /** Asks the method first that is more likely to succeed. */
    private boolean isEquivalentInParts(CheckedBody before, CheckedBody after) {
        BooleanSupplier asEncoded = () -> NormalForm.areSame(before, after, facts);
        BooleanSupplier byParts = () -> ChangedParts.areEquivalent(before, after, this::areEquivalent);
        return shareNodes(before.body().root(), after.body().root())
                ? byParts.getAsBoolean() || asEncoded.getAsBoolean()
                : asEncoded.getAsBoolean() || byParts.getAsBoolean();
    }

    /** Determines if two trees have a child in common: a step keeps nodes, but decoding makes new ones. */
    private static boolean shareNodes(Expr one, Expr other) {
        Set<Expr> children = Collections.newSetFromMap(new IdentityHashMap<>());
        children.addAll(one.children());
        return other.children().stream().anyMatch(children::contains);
    }

    private boolean areEquivalent(CheckedBody before, CheckedBody after) {
        if (!before.helpers().isEmpty() || !after.helpers().isEmpty()) {
            return computeEquivalent(before, after);
        }
        if (parts.size() > MOST_PARTS) {
            parts.clear();
        }
        // Without a lock: at worst, two threads compute the same.
        var part = new Part(before, after);
        Boolean known = parts.get(part);
        if (known == null) {
            known = computeEquivalent(before, after);
            parts.put(part, known);
        }
        return known;
    }

    private boolean computeEquivalent(CheckedBody before, CheckedBody after) {
        try {
            simulate(before, after);
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            // The code around the part may be what makes it equivalent.
            return false;
        }
    }

    private void simulate(CheckedBody before, CheckedBody after) {
        var uses = new Uses();
        uses.add(before, 1);
        uses.add(after, -1);
        Map<String, FunctionBody> bodies = byName(before);
        Map<String, FunctionBody> others = byName(after);
        for (String callee : uses.missing(helperNames(before, after))) {
            facts.body(callee).ifPresent(body -> {
                bodies.put(callee, body);
                others.put(callee, body);
                ExprWalk.each(body.root(), uses::addAccess);
            });
        }
        SortedMap<String, ValueType> globals = uses.globals;
        Set<String> memories = uses.memories;
        globals.keySet().removeIf(facts::isImmutable);
        Code one = Code.of(before.body(), globals, name -> Optional.ofNullable(bodies.get(name)));
        Code other = Code.of(after.body(), globals, name -> Optional.ofNullable(others.get(name)));
        Set<String> uncertain = bodies.equals(others) ? Set.of() : helperNames(before, after);
        new Simulation(
                        new ValueGraph(limits),
                        one,
                        other,
                        new Simulation.SharedState(List.copyOf(memories), List.copyOf(globals.values())),
                        uncertain,
                        detailed)
                .run(before.body(), after.body());
    }

    private static Set<String> helperNames(CheckedBody before, CheckedBody after) {
        Set<String> names = new HashSet<>(byName(before).keySet());
        names.addAll(byName(after).keySet());
        return names;
    }

    private static Map<String, FunctionBody> byName(CheckedBody body) {
        Map<String, FunctionBody> helpers = new HashMap<>();
        body.helpers().forEach(helper -> helpers.put(helper.name(), helper));
        return helpers;
    }

    /** The memories, globals and callees of two bodies. One walk per body collects them all, which saves much time. */
    private final class Uses {
        private final SortedMap<String, ValueType> globals = new TreeMap<>();
        private final Set<String> memories = new TreeSet<>();
        /** How often one body calls a function more often than the other. */
        private final SortedMap<String, Integer> calls = new TreeMap<>();

        private int nodes;

        void add(CheckedBody body, int each) {
            nodes = 0;
            add(body.body(), each, limits.bodyNodes(), ", and so do the parts in which they differ");
            for (FunctionBody helper : body.helpers()) {
                add(helper, each, CheckLimits.HIGH.bodyNodes(), "");
            }
        }

        private void add(FunctionBody body, int each, int most, String more) {
            ExprWalk.each(body.root(), expr -> {
                if (++nodes > most) {
                    throw new UndecidedException("the bodies exceed " + most + " nodes" + more);
                }
                if (expr instanceof Call call) {
                    calls.merge(call.target(), each, Integer::sum);
                } else {
                    addAccess(expr);
                }
            });
        }

        private void addAccess(Expr expr) {
            if (expr instanceof Load load) {
                memories.add(load.memory().name());
            } else if (expr instanceof Store store) {
                memories.add(store.memory().name());
            } else if (expr instanceof GlobalGet get && get.isReachable()) {
                globals.put(get.name(), get.type());
            } else if (expr instanceof GlobalSet set && set.value().isReachable()) {
                globals.putIfAbsent(set.name(), set.value().type());
            }
        }

        /** The functions of the module that one body calls less often than the other: they may be part of it. */
        Set<String> missing(Set<String> helpers) {
            var missing = new TreeSet<String>();
            calls.forEach((callee, more) -> {
                if (more > 0 && !helpers.contains(callee)) {
                    missing.add(callee);
                }
            });
            return missing;
        }
    }
}
