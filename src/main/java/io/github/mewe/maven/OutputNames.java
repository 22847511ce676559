package io.github.mewe.maven;

import io.github.mewe.common.FileStem;
import io.github.mewe.engine.OutputFiles;
import io.github.mewe.maven.InputFinder.Input;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.maven.plugin.MojoFailureException;

/**
 * Names output files and their classifiers.
 *
 * @param directory the output directory; within it, outputs have the relative paths of their inputs
 * @param classifier the configured classifier
 * @param population the number of binaries per input
 * @param loader true to write the loader beside the binaries
 */
record OutputNames(Path directory, String classifier, int population, boolean loader) {

    /** The files for an input, one entry for each binary of the population. */
    List<OutputFiles> of(Input input) {
        Path parent = input.relative().getParent();
        Path target = parent == null ? directory : directory.resolve(parent);
        String name = input.relative().getFileName().toString();
        return IntStream.range(0, population)
                .mapToObj(member -> OutputFiles.in(target, name, memberClassifier(member)))
                .map(files -> loader ? files.withLoader() : files)
                .toList();
    }

    /**
     * The classifier of a binary and its manifest.
     *
     * @param member the position of the binary in the population, from 0
     * @param isOneOfSeveral true if there are other inputs; the classifier then includes the name of this one
     */
    String attachedClassifier(Input input, int member, boolean isOneOfSeveral) {
        return memberClassifier(member) + (isOneOfSeveral ? "-" + inputClassifier(input) : "");
    }

    /**
     * Checks that all inputs have different classifiers.
     *
     * @throws MojoFailureException if two inputs share one
     */
    void checkClassifiers(List<Input> inputs) throws MojoFailureException {
        Map<String, Path> taken = new HashMap<>();
        for (Input input : inputs) {
            Path other = taken.put(inputClassifier(input), input.file());
            if (other != null) {
                throw new MojoFailureException(
                        other + " and " + input.file() + " would be attached with the same classifier."
                                + " Rename one of them, or set <attach> (mewe.attach) to false");
            }
        }
    }

    private String memberClassifier(int member) {
        return population == 1 ? classifier : classifier + "-" + (member + 1);
    }

    private static String inputClassifier(Input input) {
        String path = input.relative().toString().replace(File.separatorChar, '-');
        return FileStem.of(path).replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
