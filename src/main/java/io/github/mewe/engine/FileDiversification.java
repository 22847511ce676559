package io.github.mewe.engine;

import io.github.mewe.engine.FileDiversifier.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Diversifies files, in this JVM or in another one. */
public interface FileDiversification extends AutoCloseable {
    /**
     * Diversifies a file into all binaries of a population. Makes all of them unless every one is up to date.
     *
     * @param input the input
     * @param outputs the files to write, one entry for each binary of the population
     * @param request the request
     * @param progress receives the number of finished functions
     * @return the outputs, in order
     * @throws DiversificationException if the input is not a module, or cannot be diversified as requested
     * @throws EnvironmentException if the machine or its configuration prevents it
     * @throws IOException if a file cannot be read or written
     */
    List<Outcome> population(Path input, List<OutputFiles> outputs, DiversificationRequest request, Progress progress)
            throws IOException;

    @Override
    void close();
}
