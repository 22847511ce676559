package io.github.mewe.execution;

import java.util.List;
import java.util.stream.Collectors;

/** The outcome of a call. */
public sealed interface CallOutcome {

    /** The function returned. */
    record Returned(List<Value> results) implements CallOutcome {
        /** Copies the list. */
        public Returned {
            results = List.copyOf(results);
        }

        @Override
        public String toString() {
            return results.stream().map(Value::toString).collect(Collectors.joining(", ", "returns (", ")"));
        }
    }

    /**
     * The function trapped or threw an exception.
     *
     * @param message the engine's message
     */
    record Trapped(TrapKind kind, String message) implements CallOutcome {
        @Override
        public String toString() {
            return "traps: " + message;
        }
    }

    /** The program exited. */
    record Exited(int code) implements CallOutcome {
        @Override
        public String toString() {
            return "exits with code " + code;
        }
    }

    /**
     * The engine or the time limit stopped the call. This proves nothing about the module.
     *
     * @param isTimeOver true if the time limit stopped the call
     */
    record Stopped(boolean isTimeOver, String reason) implements CallOutcome {
        @Override
        public String toString() {
            return "was stopped: " + reason;
        }
    }
}
