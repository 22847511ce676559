package io.github.mewe.engine.fork;

import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.OutputFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * What the forked JVM has to do: diversify one file.
 *
 * @param input the input
 * @param outputs the files to write
 * @param request the request
 * @param machine how to run
 */
record Task(Path input, List<OutputFiles> outputs, DiversificationRequest request, Machine machine) {

    /**
     * How to run.
     *
     * @param threads the number of threads that generate variants
     * @param nativeDirectory where to unpack the native library if the temporary directory is unusable
     */
    record Machine(int threads, Path nativeDirectory) {}
}
