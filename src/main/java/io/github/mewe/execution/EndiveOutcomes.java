package io.github.mewe.execution;

import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import run.endive.runtime.WasmException;
import run.endive.wasi.WasiExitException;
import run.endive.wasm.WasmEngineException;

/** Translates the results and exceptions of calls in Endive into outcomes. */
final class EndiveOutcomes {
    private static final String TOO_DEEP = "the recursion is too deep for the engine";

    private EndiveOutcomes() {}

    /**
     * Makes a call. Rethrows {@link EngineLimitException}.
     *
     * @param results the types of the results
     * @param call the call, which returns the results as the engine represents them
     */
    static CallOutcome outcome(
            Watchdog watchdog, RunEnvironment environment, List<ValueType> results, Supplier<long[]> call) {
        Thread caller = Thread.currentThread();
        return watchdog.within(
                environment.timeLimit(), caller::interrupt, Thread::interrupted, () -> outcome(results, call));
    }

    private static CallOutcome outcome(List<ValueType> results, Supplier<long[]> call) {
        try {
            return new CallOutcome.Returned(values(results, call.get()));
        } catch (WasiExitException e) {
            return new CallOutcome.Exited(e.exitCode());
        } catch (WasmException e) {
            return new CallOutcome.Trapped(TrapKind.UNCAUGHT_EXCEPTION, "uncaught exception");
        } catch (WasmEngineException e) {
            String message = String.valueOf(e.getMessage());
            return message.equals("call stack exhausted")
                    ? new CallOutcome.Stopped(false, TOO_DEEP)
                    : new CallOutcome.Trapped(kind(message), message);
        } catch (StackOverflowError e) {
            return new CallOutcome.Stopped(false, TOO_DEEP);
        } catch (OutOfMemoryError e) {
            return new CallOutcome.Stopped(false, "the Java heap is too small");
        }
    }

    /** Endive returns a vector as two longs. */
    private static List<Value> values(List<ValueType> kinds, long[] raw) {
        var values = new ArrayList<Value>();
        int next = 0;
        for (ValueType kind : kinds) {
            values.add(new Value(kind, raw[next]));
            next += kind.equals(ValueType.V128) ? 2 : 1;
        }
        return values;
    }

    static TrapKind kind(String message) {
        if (message.contains("unreachable")) {
            return TrapKind.UNREACHABLE;
        } else if (message.contains("divide by zero")) {
            return TrapKind.DIVISION_BY_ZERO;
        } else if (message.contains("integer overflow")) {
            return TrapKind.INTEGER_OVERFLOW;
        } else if (message.contains("invalid conversion")) {
            return TrapKind.INVALID_CONVERSION;
        } else if (message.contains("out of bounds memory")) {
            return TrapKind.MEMORY_BOUNDS;
        } else if (message.contains("out of bounds table")) {
            return TrapKind.TABLE_BOUNDS;
        } else if (message.contains("out of bounds array")) {
            return TrapKind.ARRAY_BOUNDS;
        } else if (message.contains("undefined element") || message.contains("uninitialized element")) {
            return TrapKind.NO_FUNCTION;
        } else if (message.contains("indirect call type mismatch")) {
            return TrapKind.WRONG_TYPE;
        } else if (message.contains("null ")) {
            return TrapKind.NULL_REFERENCE;
        } else if (message.contains("cast failure")) {
            return TrapKind.WRONG_CAST;
        } else if (message.contains("unaligned atomic")) {
            return TrapKind.UNALIGNED_ATOMIC;
        }
        return TrapKind.OTHER;
    }
}
