package io.github.mewe.engine.profiling;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.common.Sha256;
import io.github.mewe.engine.DiversificationException;
import io.github.mewe.engine.EnvironmentException;
import io.github.mewe.engine.ProfiledFunctions;
import io.github.mewe.execution.CallOutcome;
import io.github.mewe.execution.EndiveEngine;
import io.github.mewe.execution.EngineLimitException;
import io.github.mewe.execution.FailedInstantiationException;
import io.github.mewe.execution.Invocation;
import io.github.mewe.execution.InvocationException;
import io.github.mewe.execution.PreparedModule;
import io.github.mewe.execution.ProgramInput;
import io.github.mewe.execution.RunEnvironment;
import io.github.mewe.execution.RunPlan;
import io.github.mewe.execution.RunningModule;
import io.github.mewe.link.LinkException;
import io.github.mewe.link.ProfileInstrumenter;
import io.github.mewe.profile.FunctionList;
import io.github.mewe.profile.ProfileCounters;
import io.github.mewe.profile.ProfileException;
import io.github.mewe.profile.RecordedCounts;
import io.github.mewe.profile.RecordedProfile;
import io.github.mewe.wasm.MalformedModuleException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Records how often the functions of a module run and what they cost. */
public final class Profiler {
    /** The maximum number of characters of a failed program's output in a message. */
    private static final int SHOWN = 1000;

    /**
     * Creates a profiler.
     *
     * @param nativeDirectory where to unpack the native library if the temporary directory is unusable
     * @throws EnvironmentException if the native library cannot be loaded
     */
    public Profiler(Path nativeDirectory) {
        try {
            BinaryenModule.loadNativeLibrary(nativeDirectory);
        } catch (RuntimeException e) {
            throw new EnvironmentException(e.getMessage(), e);
        }
    }

    /**
     * Makes a copy of a module that counts in exported globals; see {@link io.github.mewe.profile.ProfileCounters}.
     *
     * @param input a module in the binary format
     * @throws DiversificationException if the input is not a module or cannot be instrumented
     */
    public byte[] instrument(byte[] input) {
        try (BinaryenModule module = BinaryenModule.open(input)) {
            new ProfileInstrumenter(module).instrument(Sha256.hex(input));
            module.validate().ifPresent(message -> {
                throw new IllegalStateException("the instrumented module is invalid, which is a bug in this plugin: "
                        + message.lines().limit(6).toList());
            });
            return module.write();
        } catch (MalformedModuleException | LinkException e) {
            throw new DiversificationException(e.getMessage(), e);
        }
    }

    /**
     * Runs an instrumented module on the embedded engine.
     *
     * @param name the name of the module's file
     * @param input the module, not instrumented
     * @param instrumented the result of {@link #instrument}
     * @param run the calls
     * @throws EngineLimitException if the engine cannot run it
     * @throws ProfileException if the calls do not fit the module or fail
     * @throws DiversificationException if the input is not a module
     */
    public RecordedProfile record(String name, byte[] input, byte[] instrumented, RunPlan run) {
        FunctionList functions = functions(name, input);
        RecordedCounts counts = DeepThread.call(() -> run(name, instrumented, run));
        return counts.toProfile(functions);
    }

    private static RecordedCounts run(String name, byte[] instrumented, RunPlan plan) {
        RunEnvironment setting = plan.start().map(RunEnvironment.DEFAULT::with).orElse(RunEnvironment.DEFAULT);
        try (PreparedModule module = EndiveEngine.compiling().prepare(instrumented, name);
                RunningModule running = module.instantiate(setting)) {
            plan.check(module);
            if (plan.start().isPresent()) {
                prefixed("<start>: ", () -> call(running, ProgramInput.EXPORT));
            } else if (module.function(RunPlan.INITIALIZE).isPresent()) {
                prefixed(RunPlan.INITIALIZE + ": ", () -> call(running, RunPlan.INITIALIZE));
            }
            for (Invocation invocation : plan.invocations()) {
                long[] arguments = plan.arguments(module, invocation);
                prefixed("<invocation> of " + invocation + ": ", () -> {
                    for (int i = 0; i < invocation.times(); i++) {
                        call(running, invocation.export(), arguments);
                    }
                });
            }
            return new RecordedCounts(counters(running));
        } catch (FailedInstantiationException | InvocationException e) {
            throw new ProfileException(e.getMessage());
        }
    }

    private static Map<String, Long> counters(RunningModule running) {
        var counters = new HashMap<String, Long>();
        running.exportedGlobals().forEach((name, value) -> {
            if (name.startsWith(ProfileCounters.PREFIX)) {
                counters.put(name, value.bits());
            }
        });
        return counters;
    }

    /** Adds the place of a failure to its message. */
    private static void prefixed(String where, Runnable work) {
        try {
            work.run();
        } catch (ProfileException e) {
            throw new ProfileException(where + e.getMessage());
        }
    }

    private static void call(RunningModule running, String export, long... arguments) {
        CallOutcome outcome = running.call(export, arguments);
        if (outcome instanceof CallOutcome.Exited exited && exited.code() != 0) {
            throw new ProfileException("the program exited with code " + exited.code() + output(running));
        } else if (outcome instanceof CallOutcome.Trapped trapped) {
            throw new ProfileException("it failed: " + trapped.message() + output(running));
        } else if (outcome instanceof CallOutcome.Stopped stopped) {
            throw new ProfileException(stopped.reason());
        }
    }

    private static String output(RunningModule running) {
        String errors = new String(running.stderr(), StandardCharsets.UTF_8).strip();
        String text = errors.isEmpty() ? new String(running.stdout(), StandardCharsets.UTF_8).strip() : errors;
        return text.isEmpty() ? "" : ". It wrote: " + text.substring(Math.max(0, text.length() - SHOWN));
    }

    private static FunctionList functions(String name, byte[] input) {
        try (BinaryenModule module = BinaryenModule.open(input)) {
            return ProfiledFunctions.of(name, input, module);
        } catch (MalformedModuleException e) {
            throw new DiversificationException(e.getMessage(), e);
        }
    }

    /**
     * Converts counts recorded on another engine to a profile.
     *
     * @param name the name of the module's file
     * @param input the module, not instrumented
     * @param counts the counters of the instrumented module as JSON; see {@link RecordedCounts#parse}
     * @throws ProfileException if the counts do not belong to this module
     * @throws DiversificationException if the input is not a module
     */
    public RecordedProfile convert(String name, byte[] input, String counts) {
        return RecordedCounts.parse(counts).toProfile(functions(name, input));
    }
}
