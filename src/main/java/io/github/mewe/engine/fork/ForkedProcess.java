package io.github.mewe.engine.fork;

import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.EnvironmentException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A running forked JVM. */
final class ForkedProcess implements AutoCloseable {
    private static final int LINES_IN_MESSAGE = 5;

    private final Messages messages = new Messages();
    private final Process process;
    private final Path errors;
    private final Writer tasks;
    private final BufferedReader replies;
    private final List<String> printed = new ArrayList<>();

    private ForkedProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.tasks = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.replies = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts the JVM.
     *
     * @throws EnvironmentException if the command cannot be run
     */
    static ForkedProcess start(List<String> command) {
        try {
            Path errors = Files.createTempFile("mewe-fork", ".txt");
            return new ForkedProcess(
                    new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
        } catch (IOException e) {
            throw new EnvironmentException(
                    "cannot start another JVM: " + e + ". Set <fork> (mewe.fork) to false to work in Maven's", e);
        }
    }

    /**
     * Sends a task.
     *
     * @throws DiversificationException if the JVM has ended
     */
    void send(Task task) {
        try {
            tasks.write(messages.format(task) + "\n");
            tasks.flush();
        } catch (IOException e) {
            throw ended(e);
        }
    }

    /**
     * Waits for the next reply.
     *
     * @throws DiversificationException if the JVM has ended
     */
    Reply receive() {
        try {
            for (String line = replies.readLine(); line != null; line = replies.readLine()) {
                Optional<Reply> reply = messages.reply(line);
                if (reply.isPresent()) {
                    return reply.get();
                }
                printed.add(line);
            }
        } catch (IOException e) {
            throw ended(e);
        }
        throw ended(null);
    }

    private DiversificationException ended(IOException cause) {
        String text;
        try {
            printed.addAll(Files.readAllLines(errors, StandardCharsets.ISO_8859_1));
            text = "exit code " + process.waitFor();
        } catch (IOException e) {
            text = e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            text = "interrupted";
        }
        String output = String.join(
                " ", printed.stream().map(String::strip).limit(LINES_IN_MESSAGE).toList());
        return new DiversificationException(
                "the forked JVM ended (" + text + "): " + (output.isEmpty() ? "it printed nothing" : output)
                        + ". Check its options in <jvmArguments> (mewe.jvmArguments) and the machine's free memory, or"
                        + " set <fork> (mewe.fork) to false to work in Maven's JVM",
                cause);
    }

    /** Ends the JVM. */
    @Override
    public void close() {
        try {
            tasks.close();
        } catch (IOException e) {
            // The JVM has ended already.
        }
        try {
            process.waitFor();
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            errors.toFile().deleteOnExit();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
