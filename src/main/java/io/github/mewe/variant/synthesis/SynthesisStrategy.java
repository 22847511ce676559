package io.github.mewe.variant.synthesis;

import io.github.mewe.ir.BodyCost;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.variant.SiteReplacements;
import io.github.mewe.variant.StrategyContext;
import io.github.mewe.variant.TemporaryLocals;
import io.github.mewe.variant.Variant;
import io.github.mewe.variant.VariantRandom;
import io.github.mewe.variant.VariantStrategy;
import io.github.mewe.variant.VisitBudget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces data-flow slices by equivalent computations that a search found. This is superoptimisation (as in MEWE,
 * section 3.2), applied to diversity.
 *
 * <p>Soundness: a solver has proved that the replacement has the slice's value for all inputs. The slice's inputs are
 * evaluated once each, in their order, and the slice reads no local that evaluating them writes. Each local that the
 * slice looks through still holds the value of the expression that was written into it, and that expression would still
 * read the same values.
 */
public final class SynthesisStrategy implements VariantStrategy {
    private static final String RULE = "replacement";
    private static final int MAX_OPERATIONS = 16;

    /** Smaller slices inside a large one have their own replacements. */
    private static final int[] OPERATIONS = {MAX_OPERATIONS, 5, 3, 1};

    private static final double FREE_BYTES = 8;
    private static final double SHARE_OF_GROWTH = 0.6;
    private static final double BYTES_OF_TEMPORARY = 4;
    private static final double MIN_SHARE = 0.15;
    private static final double MAX_SHARE = 0.7;

    private final Replacements replacements;

    /**
     * Creates a strategy.
     *
     * @param replacements the source of replacements
     */
    public SynthesisStrategy(Replacements replacements) {
        this.replacements = replacements;
    }

    @Override
    public String name() {
        return "synthesis";
    }

    @Override
    public List<String> rules() {
        return List.of(RULE);
    }

    @Override
    public VariantStrategy only(String rule) {
        if (!rule.equals(RULE)) {
            throw new IllegalArgumentException("no such rule: " + rule);
        }
        return this;
    }

    @Override
    public Optional<Variant> apply(Variant variant, StrategyContext context) {
        FunctionBody function = variant.body();
        int operations = operationsIn(function.root());
        if (operations == 0) {
            return Optional.empty();
        }
        var synthesis = new Synthesis(function, context, operations);
        Expr root = synthesis.walk(function.root());
        if (synthesis.made.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(variant.then(function.with(root, synthesis.temporaries.added()), name(), synthesis.made));
    }

    private static int operationsIn(Expr expr) {
        int operations = Slice.isOperation(expr) ? 1 : 0;
        for (int i = 0, size = expr.childCount(); i < size; i++) {
            operations += operationsIn(expr.child(i));
        }
        return operations;
    }

    /**
     * The replacements of a slice.
     *
     * @param maxOperations the maximum number of operations of the slice
     * @param evaluated the number of inputs that must be evaluated
     * @param canonical the slice's computation
     * @param general the replacements of the general form
     * @param concrete the replacements of the concrete form, if that is another one
     */
    private record Candidates(
            Slice slice,
            int maxOperations,
            int evaluated,
            Canonical canonical,
            List<Formula> general,
            List<Formula> concrete) {
        int count() {
            return general.size() + concrete.size();
        }

        /** A replacement over the slice's inputs. */
        Formula replacement(int index) {
            Formula known = index < general.size() ? general.get(index) : concrete.get(index - general.size());
            return canonical.restore(known).folded();
        }

        /** Determines if the slice would be the same with another maximum. */
        boolean areAlsoThoseOf(int otherMaximum) {
            return otherMaximum <= maxOperations && slice.formula().operations() <= otherMaximum;
        }
    }

    /** One walk over one body. */
    private final class Synthesis extends SliceWalk {
        private final VariantRandom random;
        private final TemporaryLocals temporaries;
        private final VisitBudget visits;
        private final boolean constantTime;
        private final double share;
        private final int forced;
        private final SiteReplacements made = new SiteReplacements();
        private double bytesLeft;
        private double costLeft;
        private int operation;
        private int node = -1;

        Synthesis(FunctionBody function, StrategyContext context, int operations) {
            super(function.root());
            this.visits = VisitBudget.of(function.root());
            this.random = context.random();
            this.constantTime = context.constantTime();
            this.temporaries = new TemporaryLocals(function, !context.framePreserving());
            this.share = random.between(MIN_SHARE, MAX_SHARE);
            this.forced = random.below(operations);
            int bytes = context.bytes(function);
            this.bytesLeft = FREE_BYTES + (context.growth() - 1) * bytes * SHARE_OF_GROWTH;
            this.costLeft = context.costLeft(function);
        }

        @Override
        protected Expr visit(Expr expr) {
            if (Slice.isOperation(expr) && (operation++ == forced || random.chance(share)) && visits.covers(expr)) {
                Optional<Expr> replaced = replaced(expr);
                if (replaced.isPresent()) {
                    return replaced.get();
                }
            }
            Expr result = walkChildren(expr);
            node++;
            return result;
        }

        private Optional<Expr> replaced(Expr root) {
            int first = random.below(OPERATIONS.length);
            Candidates candidates = null;
            for (int i = 0; i < OPERATIONS.length; i++) {
                int most = OPERATIONS[(first + i) % OPERATIONS.length];
                if (candidates == null || !candidates.areAlsoThoseOf(most)) {
                    Optional<Slice> slice = Slice.at(root, definitions(), most);
                    if (slice.isEmpty()) {
                        return Optional.empty();
                    }
                    candidates = candidates(slice.get(), most);
                }
                Optional<Formula> replacement = replacement(candidates);
                if (replacement.isPresent()) {
                    return Optional.of(build(root, candidates.slice(), replacement.get()));
                }
            }
            return Optional.empty();
        }

        private Candidates candidates(Slice slice, int maxOperations) {
            int evaluated = evaluated(slice).size();
            Canonical canonical = Canonical.of(slice.formula());
            if (evaluated > 0 && !temporaries.areAllowed()) {
                return new Candidates(slice, maxOperations, evaluated, canonical, List.of(), List.of());
            }
            List<Formula> general = replacements.of(canonical.general());
            List<Formula> concrete =
                    canonical.constants().isEmpty() ? List.of() : replacements.of(canonical.concrete());
            return new Candidates(slice, maxOperations, evaluated, canonical, general, concrete);
        }

        /** Draws a replacement over the slice's inputs that fits the size and cost limits. */
        private Optional<Formula> replacement(Candidates candidates) {
            if (candidates.count() == 0) {
                return Optional.empty();
            }
            Formula sliced = candidates.slice().formula();
            Formula chosen = candidates.replacement(random.below(candidates.count()));
            double runs = BodyCost.runs(loopDepth());
            double cost = (FormulaCost.cost(chosen) - FormulaCost.cost(sliced)) * runs;
            if (cost > costLeft || (constantTime && chosen.hasChoice() && !sliced.hasChoice())) {
                return Optional.empty();
            }
            double bytes =
                    FormulaCost.bytes(chosen) - FormulaCost.bytes(sliced) + candidates.evaluated() * BYTES_OF_TEMPORARY;
            if (bytes > bytesLeft) {
                return Optional.empty();
            }
            costLeft -= cost;
            bytesLeft -= bytes;
            return Optional.of(chosen);
        }

        private Expr build(Expr root, Slice slice, Formula replacement) {
            Deque<Expr> inputs = new ArrayDeque<>(evaluated(slice));
            Map<Expr, Expr> walked = new IdentityHashMap<>();
            walkInputs(root, inputs, walked);
            if (!inputs.isEmpty()) {
                throw new IllegalStateException("the slice's input is not below its root");
            }
            List<Expr> operands = new ArrayList<>();
            for (Expr input : slice.inputs()) {
                operands.add(walked.getOrDefault(input, input));
            }
            Expr built = new Placement(operands, temporaries).build(replacement);
            made.add(node, RULE, built);
            return built;
        }

        /** Walks the inputs in execution order, and counts the nodes between them. */
        private void walkInputs(Expr expr, Deque<Expr> inputs, Map<Expr, Expr> walked) {
            if (inputs.peek() == expr) {
                inputs.remove();
                walked.put(expr, walk(expr));
                return;
            }
            for (int i = 0, size = expr.childCount(); i < size; i++) {
                walkInputs(expr.child(i), inputs, walked);
            }
            node++;
        }
    }

    /** The inputs that are not reads of locals, which can be repeated. */
    private static List<Expr> evaluated(Slice slice) {
        List<Expr> evaluated = new ArrayList<>();
        for (Expr input : slice.inputs()) {
            if (!(input instanceof LocalGet)) {
                evaluated.add(input);
            }
        }
        return evaluated;
    }
}
