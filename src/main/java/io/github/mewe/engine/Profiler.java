package io.github.mewe.engine;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.binaryen.MalformedModuleException;
import io.github.mewe.link.LinkException;
import io.github.mewe.link.ProfileInstrumenter;
import io.github.mewe.profile.ProfileException;
import io.github.mewe.profile.RecordedCounts;
import io.github.mewe.profile.RecordedProfile;
import java.nio.file.Path;

/** Records what the functions of a module do in a run of it. */
public final class Profiler {
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
     * Makes a profile of counts that were recorded elsewhere.
     *
     * @param name the name of the module's file
     * @param input the module, not instrumented
     * @param counts what a host read from the instrumented module, as JSON; see {@link RecordedCounts#parse}
     * @throws ProfileException if they are no counts of this module
     * @throws DiversificationException if the input is not a module
     */
    public RecordedProfile convert(String name, byte[] input, String counts) {
        try (BinaryenModule module = BinaryenModule.open(input)) {
            return RecordedCounts.parse(counts).toProfile(ProfiledModule.functions(name, input, module));
        } catch (MalformedModuleException e) {
            throw new DiversificationException(e.getMessage(), e);
        }
    }
}
