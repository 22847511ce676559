package io.github.mewe.execution;

import java.util.List;
import java.util.stream.Collectors;

/** What comes of a call. */
public sealed interface CallOutcome {

    /**
     * The function returned.
     *
     * @param results its results
     */
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
     * It trapped, or an exception left it.
     *
     * @param kind why
     * @param message the engine's words
     */
    record Trapped(TrapKind kind, String message) implements CallOutcome {
        @Override
        public String toString() {
            return "traps: " + message;
        }
    }

    /**
     * The program ended itself.
     *
     * @param code its exit code
     */
    record Exited(int code) implements CallOutcome {
        @Override
        public String toString() {
            return "exits with code " + code;
        }
    }

    /**
     * The engine or the time limit stopped it, so that it says nothing about the module.
     *
     * @param isTimeOver whether it was stopped by the time limit
     * @param reason by what it was stopped
     */
    record Stopped(boolean isTimeOver, String reason) implements CallOutcome {
        @Override
        public String toString() {
            return "is stopped: " + reason;
        }
    }
}
