package io.github.mewe.execution;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The calls that make up a run.
 *
 * @param start the input of a WASI program; empty for other modules
 * @param invocations the calls of exports, in order, after the program has run
 */
public record RunPlan(Optional<ProgramInput> start, List<Invocation> invocations) {
    /** The export that initialises a WASI library. */
    public static final String INITIALIZE = "_initialize";

    /**
     * The exports of which a host calls the first that exists before any other: of WASI libraries and of Emscripten.
     */
    public static final List<String> INITIALIZERS = List.of(INITIALIZE, "__wasm_call_ctors");

    /** Copies the list. */
    public RunPlan {
        invocations = List.copyOf(invocations);
    }

    /** Returns true if the plan has no calls. */
    public boolean isEmpty() {
        return start.isEmpty() && invocations.isEmpty();
    }

    /** Returns true if the plan calls no other exports. */
    public boolean callsOnly(Set<String> exports) {
        return (start.isEmpty() || exports.contains(ProgramInput.EXPORT))
                && invocations.stream().map(Invocation::export).allMatch(exports::contains);
    }

    /**
     * Checks that the plan fits a module's exports.
     *
     * @throws InvocationException if an export is missing or has other parameters
     */
    public void check(PreparedModule module) {
        if (start.isPresent() && module.function(ProgramInput.EXPORT).isEmpty()) {
            throw new InvocationException("<start>: the module exports no function " + ProgramInput.EXPORT
                    + ", so it is not a WASI program. Configure the exports to call in <invocations>."
                    + exported(module));
        }
        invocations.forEach(invocation -> arguments(module, invocation));
    }

    /**
     * Parses the arguments of an invocation into their bits.
     *
     * @throws InvocationException if the export is missing or has other parameters
     */
    public long[] arguments(PreparedModule module, Invocation invocation) {
        ExportedFunction function = module.function(invocation.export())
                .orElseThrow(() -> new InvocationException("<invocation>: the module exports no function '"
                        + invocation.export() + "'." + exported(module)));
        try {
            return function.arguments(invocation.arguments());
        } catch (InvocationException e) {
            throw new InvocationException("<invocation> " + invocation + ": " + e.getMessage());
        }
    }

    private static String exported(PreparedModule module) {
        List<ExportedFunction> functions = module.functions();
        return functions.isEmpty()
                ? " The module exports no functions"
                : " Exported functions: "
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
