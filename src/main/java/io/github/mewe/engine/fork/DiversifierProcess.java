package io.github.mewe.engine.fork;

import io.github.mewe.engine.Diversifier;
import io.github.mewe.engine.FileDiversifier;
import io.github.mewe.engine.FileDiversifier.Outcome;
import io.github.mewe.engine.fork.Reply.Made;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The main class of the forked JVM. Takes tasks from the standard input, one per line, and writes replies to the
 * standard output. The process ends when its standard input ends, so it does not outlive Maven.
 */
final class DiversifierProcess {
    private final Messages messages = new Messages();
    private final PrintStream replies;
    private final BlockingQueue<Optional<Task>> tasks = new LinkedBlockingQueue<>();
    private volatile boolean isBusy;
    private FileDiversifier files;

    private DiversifierProcess(PrintStream replies) {
        this.replies = replies;
    }

    public static void main(String[] arguments) throws InterruptedException {
        var replies = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // What libraries print must not mix with the replies.
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        new DiversifierProcess(replies).run();
    }

    private void run() throws InterruptedException {
        var reader = new Thread(this::read, "mewe-tasks");
        reader.setDaemon(true);
        reader.start();
        for (Optional<Task> task = tasks.take(); task.isPresent(); task = tasks.take()) {
            isBusy = true;
            Reply last = reply(task.get());
            isBusy = false;
            send(last);
        }
    }

    /** Reads also while a task runs, to notice the end of Maven at once. */
    private void read() {
        try (var lines = new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                tasks.add(Optional.of(messages.task(line)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (isBusy) {
                Runtime.getRuntime().halt(1);
            }
            tasks.add(Optional.empty());
        }
    }

    private Reply reply(Task task) {
        try {
            if (files == null) {
                files = new FileDiversifier(
                        new Diversifier(task.machine().threads(), task.machine().nativeDirectory()));
            }
            List<Outcome> outcomes = files.population(
                    task.input(), task.outputs(), task.request(), (done, all) -> send(Reply.progress(done, all)));
            return Reply.made(outcomes.stream()
                    .map(outcome -> new Made(outcome.upToDate(), outcome.faults(), outcome.withoutSourceMap()))
                    .toList());
        } catch (IOException | RuntimeException e) {
            return Reply.failure(e);
        }
    }

    private void send(Reply reply) {
        replies.println(messages.format(reply));
    }
}
