package io.github.mewe.equivalence.validation;

import com.microsoft.z3.ArraySort;
import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecNum;
import com.microsoft.z3.BitVecSort;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Model;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import com.microsoft.z3.Z3Exception;
import io.github.mewe.equivalence.validation.Counterexample.MemoryImage;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.wasm.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Queries the solver for an input on which two bodies behave differently. */
final class EquivalenceQuery implements AutoCloseable {
    /** The start of the reason if the solver gave up. */
    static final String NO_ANSWER = "the solver found no answer";

    private static final int PAGE_BITS = 16;
    private static final long SMALL_PAGES = 16;
    private static final int EFFORT = 200_000_000;
    private static final int SHOWN_BYTES = 8;

    /** The time for building terms, in addition to the solver's time. */
    private static final Duration BUILDING = Duration.ofSeconds(1);

    private final Context context = new Context();
    private final QueryAlarm alarm;
    private final TermBuilder terms;
    private final ProofLimits limits;
    private final EffectLayout layout;
    private final Expr<?>[] begin;
    private final FunctionBody original;
    private final List<BitVecExpr> arguments = new ArrayList<>();

    /**
     * Prepares a query.
     *
     * @param layout the state that either body can change
     * @param answers cached answers to queries about terms
     */
    EquivalenceQuery(FunctionBody original, EffectLayout layout, SolverCache answers, ProofLimits limits) {
        this.alarm = new QueryAlarm(context, limits.solving().plus(BUILDING));
        this.terms = new TermBuilder(
                context, constants(original), answers, limits.solving().toNanos());
        this.original = original;
        this.layout = layout;
        this.limits = limits;
        this.begin = layout.begin(terms);
        for (ValueType type : original.signature().params()) {
            arguments.add(
                    (BitVecExpr) terms.input("argument" + arguments.size(), context.mkBitVecSort(8 * type.bytes())));
        }
    }

    private static List<Long> constants(FunctionBody body) {
        var constants = new TreeSet<Long>();
        ExprWalk.each(body.root(), expr -> {
            if (expr instanceof Const constant) {
                constants.add(constant.bits());
            }
        });
        return List.copyOf(constants);
    }

    /**
     * Answers the query.
     *
     * @param inlined the callees of the original that are inlined
     * @param inlinedInVariant the callees of the variant that are inlined
     */
    Proof answer(
            FunctionBody variant,
            Function<String, Optional<FunctionBody>> inlined,
            Function<String, Optional<FunctionBody>> inlinedInVariant)
            throws UnprovableException {
        try {
            var one = new SymbolicExecution(terms, layout, inlined, limits);
            SymbolicOutcome expected = one.run(original, arguments, begin);
            terms.sweep();
            var other = new SymbolicExecution(terms, layout, inlinedInVariant, limits);
            SymbolicOutcome actual = other.run(variant, arguments, begin);
            BoolExpr same = same(expected, actual);
            if (same.equals(terms.yes())) {
                return new Proof.Proved();
            }
            Solver solver = solver(terms.not(same));
            Status status = solver.check();
            if (status == Status.UNSATISFIABLE) {
                return new Proof.Proved();
            }
            if (status == Status.UNKNOWN) {
                return new Proof.Unknown(NO_ANSWER + ": " + solver.getReasonUnknown());
            }
            var found = new Found(model(solver), one, other);
            return new Proof.Refuted(found.counterexample(expected, actual));
        } catch (Z3Exception e) {
            return new Proof.Unknown("the solver failed: " + e.getMessage());
        }
    }

    @SuppressWarnings("unchecked") // the solver takes generic varargs
    private Solver solver(BoolExpr wanted) {
        Solver solver = context.mkSolver("QF_AUFBV");
        Params params = context.mkParams();
        params.add("rlimit", EFFORT);
        params.add("timeout", (int) Math.min(Integer.MAX_VALUE, limits.solving().toMillis()));
        solver.setParameters(params);
        solver.add(layout.sizesAreValid(begin, terms), wanted);
        solver.add(terms.definitions().toArray(BoolExpr[]::new));
        return solver;
    }

    /** A counterexample with small memories if there is one, since it is cheaper to execute. */
    @SuppressWarnings("unchecked") // the solver takes generic varargs
    private Model model(Solver solver) {
        Model any = solver.getModel();
        for (String memory : layout.memories()) {
            var size = (BitVecExpr) begin[layout.size(memory)];
            solver.add(context.mkBVULT(size, terms.number(SMALL_PAGES << PAGE_BITS, EffectLayout.SIZE_BITS)));
        }
        return solver.check() == Status.SATISFIABLE ? solver.getModel() : any;
    }

    private BoolExpr same(SymbolicOutcome expected, SymbolicOutcome actual) {
        BoolExpr same = terms.equal(expected.end(), actual.end());
        if (expected.result() != null && actual.result() != null) {
            BoolExpr returns = terms.isNumber(expected.end(), SymbolicOutcome.RETURNED);
            same = terms.both(same, terms.either(terms.not(returns), terms.equal(expected.result(), actual.result())));
        }
        for (int i = 0; i < layout.draws(); i++) {
            same = terms.both(same, terms.equal(expected.effects()[i], actual.effects()[i]));
        }
        return same;
    }

    @Override
    public void close() {
        alarm.close();
        context.close();
    }

    /** A case in which the bodies differ, according to a model of the solver. */
    private final class Found {
        private final Model model;
        private final boolean exact;
        private final SortedMap<String, SortedMap<Long, Integer>> bytes = new TreeMap<>();

        Found(Model model, SymbolicExecution one, SymbolicExecution other) {
            this.model = model;
            this.exact = one.isExact() && other.isExact();
            for (String memory : layout.memories()) {
                SortedMap<Long, Integer> touched = new TreeMap<>();
                addBytes(memory, one, touched);
                addBytes(memory, other, touched);
                bytes.put(memory, touched);
            }
        }

        Counterexample counterexample(SymbolicOutcome expected, SymbolicOutcome actual) {
            var parameters = new ArrayList<Const>();
            for (int i = 0; i < arguments.size(); i++) {
                parameters.add(constant(original.localType(i), arguments.get(i)));
            }
            var globals = new TreeMap<String, Const>();
            layout.globals()
                    .forEach((name, type) ->
                            globals.put(name, constant(type, (BitVecExpr) begin[layout.global(name)])));
            var memories = new TreeMap<String, MemoryImage>();
            bytes.forEach((memory, touched) -> {
                long size = value((BitVecExpr) begin[layout.size(memory)]);
                memories.put(memory, new MemoryImage((int) (size >>> PAGE_BITS), touched));
            });
            return new Counterexample(
                    parameters, globals, memories, exact, text(expected, actual), text(actual, expected));
        }

        private void addBytes(String memory, SymbolicExecution execution, SortedMap<Long, Integer> bytes) {
            for (SymbolicExecution.Access access : execution.accesses()) {
                if (access.memory().equals(memory) && holds(access.path().whole())) {
                    long address = value(access.address());
                    for (int i = 0; i < access.bytes(); i++) {
                        long value = byteOf(begin[layout.memory(memory)], address + i);
                        bytes.put(address + i, (int) value);
                    }
                }
            }
        }

        /** Describes an outcome, with the effects in which it differs from another. */
        private String text(SymbolicOutcome outcome, SymbolicOutcome other) {
            var text = new StringBuilder(SymbolicOutcome.text(value(outcome.end())));
            if (outcome.result() != null && value(outcome.end()) == SymbolicOutcome.RETURNED) {
                text.append(' ')
                        .append(constant(original.signature().result(), outcome.result())
                                .bits());
            }
            for (int i = 0; i < layout.draws(); i++) {
                if (!areSame(outcome.effects()[i], other.effects()[i])) {
                    text.append(", ").append(text(i, outcome.effects()[i], other.effects()[i]));
                }
            }
            return text.toString();
        }

        private String text(int place, Expr<?> value, Expr<?> other) {
            for (String name : layout.globals().keySet()) {
                if (layout.global(name) == place) {
                    ValueType type = layout.globals().get(name);
                    return "global " + name + " = "
                            + constant(type, (BitVecExpr) value).bits();
                }
            }
            if (place == layout.world()) {
                return "calls differ";
            }
            if (place >= layout.memories().size()) {
                return "a memory's size differs";
            }
            String memory = layout.memories().get(place);
            return "memory " + memory
                    + bytes.get(memory).keySet().stream()
                            .filter(address -> byteOf(value, address) != byteOf(other, address))
                            .limit(SHOWN_BYTES)
                            .map(address -> " [" + address + "] = " + byteOf(value, address))
                            .collect(Collectors.joining(","));
        }

        @SuppressWarnings("unchecked") // a memory is an array
        private long byteOf(Expr<?> memory, long address) {
            return value((BitVecExpr) context.mkSelect(
                    (Expr<ArraySort<BitVecSort, BitVecSort>>) memory, terms.number(address, TermBuilder.ADDRESS_BITS)));
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // of whichever sort
        private boolean areSame(Expr<?> one, Expr<?> other) {
            return holds(context.mkEq((Expr) one, (Expr) other));
        }

        private Const constant(ValueType type, BitVecExpr term) {
            return type.isScalar() ? new Const(type, value(term)) : Const.zero(ValueType.I32);
        }

        private long value(BitVecExpr term) {
            return ((BitVecNum) model.eval(term, true)).getBigInteger().longValue();
        }

        private boolean holds(BoolExpr condition) {
            return model.eval(condition, true).isTrue();
        }
    }
}
