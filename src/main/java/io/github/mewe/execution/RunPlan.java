package io.github.mewe.execution;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a module shall do in a run.
 *
 * @param start the run of a WASI program, if it is one
 * @param invocations the calls of exports, in order; made after the start
 */
public record RunPlan(Optional<ProgramInput> start, List<Invocation> invocations) {
    /** What a WASI library wants to be called first. */
    public static final String INITIALIZE = "_initialize";

    /** Copies the list. */
    public RunPlan {
        invocations = List.copyOf(invocations);
    }

    /** Whether nothing shall be done. */
    public boolean isEmpty() {
        return start.isEmpty() && invocations.isEmpty();
    }

    /**
     * Checks that a module has what the plan names.
     *
     * @throws InvocationException if not, or it takes other arguments
     */
    public void check(PreparedModule module) {
        if (start.isPresent() && module.function(ProgramInput.EXPORT).isEmpty()) {
            throw new InvocationException("<start>: the module exports no function " + ProgramInput.EXPORT
                    + ", so that it is no WASI program. Name the exports that shall be called in <invocations>."
                    + exported(module));
        }
        invocations.forEach(invocation -> arguments(module, invocation));
    }

    /**
     * The arguments of one of the invocations as bits.
     *
     * @throws InvocationException if the module has no such export, or it takes others
     */
    public long[] arguments(PreparedModule module, Invocation invocation) {
        ExportedFunction function = module.function(invocation.export())
                .orElseThrow(() -> new InvocationException("<invocation>: the module exports no function '"
                        + invocation.export() + "'." + exported(module)));
        try {
            return function.arguments(invocation.arguments());
        } catch (InvocationException e) {
            throw new InvocationException("<invocation> of " + invocation + ": " + e.getMessage());
        }
    }

    private static String exported(PreparedModule module) {
        List<ExportedFunction> functions = module.functions();
        return functions.isEmpty()
                ? " It exports none"
                : " It exports "
                        + functions.stream().map(ExportedFunction::name).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return Stream.concat(
                        start.stream().map(ProgramInput::toString),
                        invocations.stream().map(Invocation::toString))
                .collect(Collectors.joining(", then "));
    }
}
