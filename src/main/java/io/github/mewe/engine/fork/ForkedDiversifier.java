package io.github.mewe.engine.fork;

import io.github.mewe.common.ClassPath;
import io.github.mewe.engine.DiversificationRequest;
import io.github.mewe.engine.ExistingOutputs;
import io.github.mewe.engine.FileDiversification;
import io.github.mewe.engine.FileDiversifier.Outcome;
import io.github.mewe.engine.LoaderModule;
import io.github.mewe.engine.OutputFiles;
import io.github.mewe.engine.Progress;
import io.github.mewe.engine.fork.Reply.Made;
import io.github.mewe.report.ManifestFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Diversifies files in a separate JVM, which starts with the first file that is not up to date and ends with
 * {@link #close}. That JVM has options for short runs and its own memory, and a crash there does not end Maven.
 */
public final class ForkedDiversifier implements FileDiversification {
    private final ForkedJvm jvm;
    private final Task.Machine machine;
    private final ExistingOutputs existing = new ExistingOutputs();
    private final ManifestFile manifests = new ManifestFile();
    private Optional<ClassArchive> archive = Optional.empty();
    private ForkedProcess process;

    /**
     * Creates a diversifier.
     *
     * @param threads the number of threads that generate variants; the output does not depend on it
     * @param nativeDirectory where to unpack the native library if the temporary directory is unusable
     * @param largestInput the size of the largest file, in bytes
     * @param arguments more options for the JVM
     */
    public ForkedDiversifier(int threads, Path nativeDirectory, long largestInput, List<String> arguments) {
        this.machine = new Task.Machine(threads, nativeDirectory);
        this.jvm = new ForkedJvm(largestInput, List.copyOf(arguments));
    }

    /**
     * The options of the JVM for an input, without the user's.
     *
     * @param size the size of the input in bytes
     */
    public static List<String> jvmOptions(long size) {
        return new ForkedJvm(size, List.of()).options();
    }

    @Override
    public List<Outcome> population(
            Path input, List<OutputFiles> outputs, DiversificationRequest request, Progress progress)
            throws IOException {
        Optional<List<Outcome>> upToDate = existing.upToDate(input, outputs, request);
        if (upToDate.isPresent()) {
            LoaderModule.writeFor(outputs);
            return upToDate.get();
        }
        if (process == null) {
            process = start();
        }
        process.send(new Task(input, outputs, request, machine));
        List<Made> made = finished(progress);
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < made.size(); i++) {
            outcomes.add(outcome(outputs.get(i), made.get(i)));
        }
        return outcomes;
    }

    private ForkedProcess start() throws IOException {
        List<Path> classPath = ClassPath.of(DiversifierProcess.class);
        archive = ClassArchive.of(classPath);
        return ForkedProcess.start(jvm.command(classPath, archive));
    }

    private List<Made> finished(Progress progress) throws IOException {
        while (true) {
            Reply reply = process.receive();
            if (reply.failure().isPresent()) {
                reply.failure().get().rethrow();
            }
            if (reply.made().isPresent()) {
                return reply.made().get();
            }
            reply.progress().ifPresent(done -> progress.functionsDone(done.functions(), done.all()));
        }
    }

    private Outcome outcome(OutputFiles output, Made made) throws IOException {
        Path file = output.manifest();
        return new Outcome(
                output,
                manifests.read(file).orElseThrow(() -> new NoSuchFileException(file.toString())),
                made.upToDate(),
                made.faults(),
                made.withoutSourceMap());
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
            archive.ifPresent(ClassArchive::keep);
        }
    }
}
