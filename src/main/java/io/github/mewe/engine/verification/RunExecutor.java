package io.github.mewe.engine.verification;

import io.github.mewe.common.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Executes runs on several threads and reports progress in the unit of the report: one target in one configuration. */
final class RunExecutor {
    /** Large enough for deep recursion, small enough that endless recursion ends soon. */
    private static final long STACK_BYTES = 64L << 20;

    private final int threads;
    private final VerificationProgress progress;
    private final int total;
    private final AtomicInteger done = new AtomicInteger();

    /**
     * Executes runs.
     *
     * @param total the number of targets times configurations in all sections
     */
    RunExecutor(int threads, VerificationProgress progress, int total) {
        this.threads = threads;
        this.progress = progress;
        this.total = total;
    }

    /** Executes the first run of every target, then the second ones, and so on. */
    void run(RunSection section) {
        List<Runnable> tasks = tasks(section);
        WorkerPool.withStacks("mewe-run", threads, STACK_BYTES)
                .forEach(tasks.size(), number -> tasks.get(number).run());
    }

    private List<Runnable> tasks(RunSection section) {
        var tasks = new ArrayList<Runnable>();
        int rounds = section.tallies().keySet().stream()
                .mapToInt(target -> target.plans().size())
                .max()
                .orElse(0);
        for (int i = 0; i < rounds; i++) {
            int round = i;
            for (RunTarget target : section.tallies().keySet()) {
                int last = target.plans().size() - 1;
                if (round <= last) {
                    tasks.add(() -> {
                        section.execute(target, round);
                        if (round == last) {
                            int count = section.configurations().size();
                            progress.done("whole runs compared", done.addAndGet(count), total);
                        }
                    });
                }
            }
        }
        return tasks;
    }
}
