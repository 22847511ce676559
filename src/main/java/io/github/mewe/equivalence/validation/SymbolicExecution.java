package io.github.mewe.equivalence.validation;

import com.microsoft.z3.BitVecExpr;
import io.github.mewe.equivalence.validation.SymbolicOutcome.Exit;
import io.github.mewe.equivalence.validation.SymbolicState.Arrival;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Executes a body once for all arguments. Paths that fork are joined again where control meets, so that straight-line
 * code is executed once, however many paths lead to it.
 */
final class SymbolicExecution {
    private final TermBuilder terms;
    private final EffectLayout layout;
    private final Function<String, Optional<FunctionBody>> inlined;
    private final ProofLimits limits;
    private final List<Exit> exits = new ArrayList<>();
    private final List<Access> accesses = new ArrayList<>();
    private boolean exact = true;
    private int nodes;

    /**
     * A load or store that does not trap.
     *
     * @param path the condition under which it happens
     * @param address the address of the first byte
     */
    record Access(PathCondition path, String memory, BitVecExpr address, int bytes) {}

    /**
     * Prepares an execution.
     *
     * @param inlined the bodies of the callees to inline; calls of all others are effects
     */
    SymbolicExecution(
            TermBuilder terms,
            EffectLayout layout,
            Function<String, Optional<FunctionBody>> inlined,
            ProofLimits limits) {
        this.terms = terms;
        this.layout = layout;
        this.inlined = inlined;
        this.limits = limits;
    }

    /**
     * Executes a function.
     *
     * @param begin the initial state outside of the function
     * @throws UnprovableException if the body contains a construct that is not modelled, or is too large
     */
    SymbolicOutcome run(FunctionBody function, List<BitVecExpr> arguments, com.microsoft.z3.Expr<?>[] begin)
            throws UnprovableException {
        var state = new SymbolicState(PathCondition.begin(terms), new BitVecExpr[0], begin.clone());
        Arrival end = call(function, arguments, state, 0);
        if (end != null) {
            exits.add(new Exit(
                    end.state().path(),
                    new SymbolicOutcome(
                            end(SymbolicOutcome.RETURNED),
                            end.value(),
                            end.state().effects())));
        }
        return SymbolicOutcome.of(exits, terms);
    }

    /** The accesses to memory in the last run. */
    List<Access> accesses() {
        return List.copyOf(accesses);
    }

    /** Returns false if the last run met a call or float operation, whose result is uninterpreted. */
    boolean isExact() {
        return exact;
    }

    /** Executes a function in a copy of a state; returns null if the function never returns. */
    Arrival call(FunctionBody function, List<BitVecExpr> arguments, SymbolicState state, int depth)
            throws UnprovableException {
        if (depth > limits.depth()) {
            throw new UnprovableException("its calls are nested too deeply");
        }
        if (function.signature().result().isConcrete()
                && !function.signature().result().isScalar()) {
            throw new UnprovableException(
                    "a result has type " + function.signature().result());
        }
        var locals = new BitVecExpr[function.localCount()];
        for (int i = 0; i < locals.length; i++) {
            ValueType type = function.localType(i);
            locals[i] = i < arguments.size() ? arguments.get(i) : type.isScalar() ? terms.number(0, bits(type)) : null;
        }
        return new SymbolicFrame(this, function, state.in(locals), depth).run();
    }

    /** The width of the values of a type. */
    static int bits(ValueType type) {
        return 8 * type.bytes();
    }

    private BitVecExpr end(int number) {
        return terms.number(number, SymbolicOutcome.END_BITS);
    }

    TermBuilder terms() {
        return terms;
    }

    EffectLayout layout() {
        return layout;
    }

    ProofLimits limits() {
        return limits;
    }

    /** The body of a callee to inline; empty if its calls are effects. */
    Optional<FunctionBody> inlined(String callee) {
        return inlined.apply(callee);
    }

    void countNode() throws UnprovableException {
        if (++nodes > limits.nodes()) {
            throw new UnprovableException("it is too large: more than " + limits.nodes() + " nodes");
        }
    }

    void addExit(Exit exit) {
        exits.add(exit);
    }

    void addAccess(Access access) {
        accesses.add(access);
    }

    void setInexact() {
        exact = false;
    }
}
