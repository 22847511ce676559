package io.github.mewe.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.io.FileUtils;
import org.apache.commons.io.filefilter.FileFilterUtils;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;

/** Finds the modules to diversify. */
final class InputFinder {
    private static final String EXTENSION = ".wasm";
    private static final String LEFT_OUT = ". The search skips <outputDirectory> (mewe.outputDirectory), ";

    private final MavenProject project;
    private final File buildDirectory;
    private final Path outputDirectory;

    InputFinder(MavenProject project, File buildDirectory, Path outputDirectory) {
        this.project = project;
        this.buildDirectory = buildDirectory;
        this.outputDirectory = outputDirectory;
    }

    /**
     * An input file.
     *
     * @param file the file
     * @param relative its path within the configured directory, or its name
     */
    record Input(Path file, Path relative) {}

    /** Finds the modules at a configured path: a file, or all in a directory. */
    List<Input> at(File input) throws MojoFailureException {
        if (input.isDirectory()) {
            List<Path> files = modulesIn(input);
            if (files.isEmpty()) {
                throw new MojoFailureException("there is no .wasm file in the directory " + input
                        + " that <input> (mewe.input) names" + LEFT_OUT + outputDirectory);
            }
            return files.stream()
                    .map(file -> new Input(file, input.toPath().toAbsolutePath().relativize(file)))
                    .toList();
        }
        if (!input.isFile()) {
            throw new MojoFailureException("the file " + input + " that <input> (mewe.input) names does not exist."
                    + " Check the path, and check that the goal that builds the file runs before this one");
        }
        return List.of(single(input.toPath()));
    }

    /** Finds the only module of the project. */
    List<Input> ofProject() throws MojoFailureException {
        List<Path> artifacts = artifacts();
        List<Path> candidates = artifacts.isEmpty() ? modulesIn(buildDirectory) : artifacts;
        if (candidates.size() == 1) {
            return List.of(single(candidates.get(0)));
        }
        if (candidates.isEmpty()) {
            throw new MojoFailureException(
                    "found no .wasm file: checked the project's main artifact, its attached artifacts and "
                            + buildDirectory
                            + ". Name the file with <input> (mewe.input), and check that the goal that builds it runs"
                            + " before this one"
                            + LEFT_OUT
                            + outputDirectory);
        }
        var list = new StringBuilder();
        candidates.forEach(file -> list.append("\n  ").append(file));
        throw new MojoFailureException(
                "found " + candidates.size() + " .wasm files; choose one with <input> (mewe.input),"
                        + " or name a directory there to diversify every .wasm file in it:" + list);
    }

    private List<Path> artifacts() {
        var found = new ArrayList<Path>();
        var all = new ArrayList<Artifact>();
        if (project.getArtifact() != null) {
            all.add(project.getArtifact());
        }
        all.addAll(project.getAttachedArtifacts());
        for (Artifact artifact : all) {
            File file = artifact.getFile();
            if (file != null && file.getName().endsWith(EXTENSION) && file.isFile() && !isOutput(file.toPath())) {
                found.add(file.toPath());
            }
        }
        return found;
    }

    private List<Path> modulesIn(File directory) {
        if (!directory.isDirectory()) {
            return List.of();
        }
        Collection<File> files = FileUtils.listFiles(
                directory, FileFilterUtils.suffixFileFilter(EXTENSION), FileFilterUtils.trueFileFilter());
        var sorted = new TreeSet<Path>();
        for (File file : files) {
            Path path = file.toPath().toAbsolutePath();
            if (!isOutput(path)) {
                sorted.add(path);
            }
        }
        return List.copyOf(sorted);
    }

    private boolean isOutput(Path file) {
        return file.toAbsolutePath()
                .normalize()
                .startsWith(outputDirectory.toAbsolutePath().normalize());
    }

    private static Input single(Path file) {
        return new Input(file, file.getFileName());
    }
}
