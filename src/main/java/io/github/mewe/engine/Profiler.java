package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.MalformedModuleException;
import io.github.mewe.ir.DeepThread;
import io.github.mewe.link.LinkException;
import io.github.mewe.link.ProfileInstrumenter;
import io.github.mewe.profile.FunctionList;
import io.github.mewe.profile.ProfileCounters;
import io.github.mewe.profile.ProfileException;
import io.github.mewe.profile.RecordedCounts;
import io.github.mewe.profile.RecordedProfile;
import java.nio.file.Path;
import java.util.List;

/** Records what the functions of a module do in a run of it. */
public final class Profiler {
    private static final String START = "_start";

    /** What a WASI library wants to be called first. */
    private static final String INITIALIZE = "_initialize";

    /**
     * A profiler.
     *
     * @param nativeDirectory a directory that the native library may be unpacked into if no other will do
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
     * @throws DiversificationException if it is none, or cannot be instrumented
     */
    public byte[] instrument(byte[] input) {
        try (BinaryenModule module = BinaryenModule.open(input)) {
            new ProfileInstrumenter(module).instrument(Hashes.hex(Hashes.sha256(input)));
            module.validate().ifPresent(message -> {
                throw new IllegalStateException(
                        "the instrumented module is not valid, which is a fault of this plugin: "
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
     * @param instrumented what {@link #instrument} made of it
     * @param run what it shall do
     * @throws EngineLimitException if the engine cannot run it
     * @throws ProfileException if it cannot do what it shall, or fails at it
     * @throws DiversificationException if the input is not a module
     */
    public RecordedProfile record(String name, byte[] input, byte[] instrumented, ProfileRun run) {
        FunctionList functions = functions(name, input);
        RecordedCounts counts = DeepThread.call(() -> run(name, instrumented, run));
        return counts.toProfile(functions);
    }

    private static RecordedCounts run(String name, byte[] instrumented, ProfileRun run) {
        try (var engine = EmbeddedEngine.open(instrumented, name, run.start())) {
            if (run.start().isPresent()) {
                if (!engine.hasFunction(START)) {
                    throw new ProfileException("<start>: the module exports no function " + START
                            + ", so that it is no WASI program. Name the exports that shall be called in <invocations>."
                            + exported(engine));
                }
                said("<start>: ", () -> engine.call(START));
            } else if (engine.hasFunction(INITIALIZE)) {
                said(INITIALIZE + ": ", () -> engine.call(INITIALIZE));
            }
            for (ProfileRun.Invocation invocation : run.invocations()) {
                if (!engine.hasFunction(invocation.export())) {
                    throw new ProfileException("<invocation>: the module exports no function '" + invocation.export()
                            + "'." + exported(engine));
                }
                said("<invocation> of " + invocation + ": ", () -> {
                    long[] arguments = engine.arguments(invocation.export(), invocation.arguments());
                    for (int i = 0; i < invocation.times(); i++) {
                        engine.call(invocation.export(), arguments);
                    }
                });
            }
            return new RecordedCounts(engine.globals(ProfileCounters.PREFIX));
        }
    }

    private static String exported(EmbeddedEngine engine) {
        List<String> functions = engine.functions();
        return functions.isEmpty() ? " It exports none" : " It exports " + String.join(", ", functions);
    }

    /** Says where a failure comes from. */
    private static void said(String where, Runnable work) {
        try {
            work.run();
        } catch (ProfileException e) {
            throw new ProfileException(where + e.getMessage());
        }
    }

    private static FunctionList functions(String name, byte[] input) {
        try (BinaryenModule module = BinaryenModule.open(input)) {
            return ProfiledModule.functions(name, input, module);
        } catch (MalformedModuleException e) {
            throw new DiversificationException(e.getMessage(), e);
        }
    }

    /**
     * Makes a profile of counts that were recorded elsewhere.
     *
     * @param name the name of the module's file
     * @param input the module, not instrumented
     * @param counts what a host read from the instrumented module, as JSON; see {@link RecordedCounts#parse}
     * @throws ProfileException if they are no counts of this module
     * @throws DiversificationException if the input is not a module
     */
    public RecordedProfile convert(String name, byte[] input, String counts) {
        return RecordedCounts.parse(counts).toProfile(functions(name, input));
    }
}
