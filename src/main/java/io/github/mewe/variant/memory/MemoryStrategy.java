package io.github.mewe.variant.memory;

import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprTransformer;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.Store;
import io.github.mewe.variant.SiteReplacements;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.Survival;
import io.github.mewe.variant.TemporaryLocals;
import io.github.mewe.variant.UnknownValues;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.variant.VisitBudget;
import io.github.mewe.variant.WeightedList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reshapes loads and stores at random sites. Within loops, it changes fewer of them and only at low cost.
 *
 * <p>Each {@link MemoryShape} argues its own soundness.
 */
public final class MemoryStrategy implements VariantStrategy {
    private static final List<MemoryShape> SHAPES = List.of(
            new OffsetMove(),
            new OffsetToAddress(),
            new SplitLoad(),
            new SplitStore(),
            new ExtendedLoad(),
            new RetypedAccess(),
            new StoreUnusedBits());

    private static final double MIN_SHARE_OF_GROWTH = 0.1;
    private static final double MAX_SHARE_OF_GROWTH = 0.5;
    private static final int TYPICAL_ADDED_BYTES = 9;
    private static final int SHAPE_TRIES = 3;

    /** The factor by which each enclosing loop reduces the probability of a change. */
    private static final double SHARE_IN_LOOP = 0.5;

    private final List<MemoryShape> shapes;
    private final WeightedList<MemoryShape> weighted;

    /** Creates the strategy with all shapes. */
    public MemoryStrategy() {
        this(SHAPES);
    }

    private MemoryStrategy(List<MemoryShape> shapes) {
        this.shapes = shapes;
        Survival survival = Survival.load();
        this.weighted = new WeightedList<>(shapes, shape -> survival.weight(name(), shape.name()));
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<String> rules() {
        return shapes.stream().map(MemoryShape::name).toList();
    }

    @Override
    public VariantStrategy only(String rule) {
        return shapes.stream()
                .filter(shape -> shape.name().equals(rule))
                .findFirst()
                .map(shape -> new MemoryStrategy(List.of(shape)))
                .orElseThrow(() -> new IllegalArgumentException("no such shape: " + rule));
    }

    @Override
    public Optional<Variant> apply(Variant variant, StrategyContext context) {
        FunctionBody function = variant.body();
        int sites = sitesIn(function.root());
        if (sites == 0) {
            return Optional.empty();
        }
        int bytes = context.bytes(function);
        double growth = (context.growth() - 1) * context.random().between(MIN_SHARE_OF_GROWTH, MAX_SHARE_OF_GROWTH);
        double share = Math.min(0.9, Math.max(1.5, growth * bytes / TYPICAL_ADDED_BYTES) / sites);
        var shaper = new Shaper(function, context, share, context.random().below(sites));
        Expr root = ExprTransformer.bottomUp(function.root(), shaper::visit);
        if (shaper.replacements.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(variant.then(function.with(root, shaper.temporaries.added()), name(), shaper.replacements));
    }

    private static int sitesIn(Expr expr) {
        int sites = isSite(expr) ? 1 : 0;
        for (int i = 0, size = expr.childCount(); i < size; i++) {
            sites += sitesIn(expr.child(i));
        }
        return sites;
    }

    private static boolean isSite(Expr expr) {
        return (expr instanceof Load || expr instanceof Store) && expr.isReachable();
    }

    /** One walk over one body. */
    private final class Shaper {
        private final VariantRandom random;
        private final Predicate<String> allowed;
        private final double share;
        private final int forcedSite;
        private final TemporaryLocals temporaries;
        private final UnknownValues noise;
        private final VisitBudget visits;
        private final SiteReplacements replacements = new SiteReplacements();
        private double costLeft;
        private int node = -1;
        private int site = -1;

        Shaper(FunctionBody function, StrategyContext context, double share, int forcedSite) {
            this.random = context.random();
            this.allowed = context.allowed();
            this.share = share;
            this.forcedSite = forcedSite;
            this.costLeft = context.costLeft(function);
            this.temporaries = new TemporaryLocals(function, !context.framePreserving());
            this.noise = context.unknownValues(function);
            this.visits = VisitBudget.of(function.root());
        }

        Expr visit(Expr expr, int loops) {
            node++;
            if (!isSite(expr)) {
                return expr;
            }
            site++;
            boolean chosen = site == forcedSite || random.chance(share * StrictMath.pow(SHARE_IN_LOOP, loops));
            return chosen && visits.covers(expr) ? reshaped(expr, loops) : expr;
        }

        private Expr reshaped(Expr access, int loops) {
            for (int i = 0; i < SHAPE_TRIES; i++) {
                MemoryShape shape = random.pick(weighted);
                double cost = shape.cost() * BodyCost.runs(loops);
                if (cost > costLeft) {
                    continue;
                }
                Optional<Expr> result = shape.apply(access, new ShapeContext(random, temporaries, noise));
                if (result.isPresent()) {
                    costLeft -= cost;
                    if (!allowed.test(shape.name())) {
                        return access;
                    }
                    replacements.add(node, shape.name(), result.get());
                    return result.get();
                }
            }
            return access;
        }
    }
}
