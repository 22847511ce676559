package io.github.mewe.execution;

import java.util.List;
import java.util.Optional;

/** A module that an engine has compiled. */
public interface PreparedModule extends AutoCloseable {
    /** The exported functions in alphabetical order. */
    List<ExportedFunction> functions();

    /** Finds an exported function by name. */
    default Optional<ExportedFunction> function(String export) {
        return functions().stream()
                .filter(function -> function.name().equals(export))
                .findFirst();
    }

    /**
     * Creates an instance. Runs its start function, but not the exports {@code _start} and {@code _initialize}.
     *
     * @throws EngineLimitException if the engine cannot link the module
     * @throws FailedInstantiationException if the start function or a segment fails
     */
    RunningModule instantiate(RunEnvironment environment);

    @Override
    void close();
}
