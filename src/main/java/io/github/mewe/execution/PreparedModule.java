package io.github.mewe.execution;

import java.util.List;
import java.util.Optional;

/** A module that an engine has translated. */
public interface PreparedModule extends AutoCloseable {
    /** The exported functions, in alphabetical order. */
    List<ExportedFunction> functions();

    /** The function that is exported under a name. */
    default Optional<ExportedFunction> function(String export) {
        return functions().stream()
                .filter(function -> function.name().equals(export))
                .findFirst();
    }

    /**
     * Makes an instance; its start function runs, if it has one. An export named {@code _start} or {@code _initialize}
     * is not called.
     *
     * @param setting what it finds around it
     * @throws EngineLimitException if the engine cannot link it
     * @throws FailedInstantiationException if the start function or a segment fails
     */
    RunningModule instantiate(RunEnvironment setting);

    @Override
    void close();
}
