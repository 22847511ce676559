package io.github.mewe.execution;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasi.WasiOptions;
import run.endive.wasi.WasiPreview1;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** The imports of one Endive instance and their effects. */
final class EndiveHost implements AutoCloseable {
    static final String WASI = "wasi_snapshot_preview1";

    private static final String MEWE = "mewe";

    /** The discriminator requests its key at this address, where no compiler places a buffer. */
    private static final int KEY_ADDRESS = 0;

    private static final int KEY_BYTES = 16;

    private static final int EINVAL = 28;
    private static final long FIRST_NANOSECOND = 1_000_000_000_000_000_000L;
    private static final long NANOSECONDS_PER_TICK = 1_000_000;

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final Optional<ProgramFiles> files;
    private final WasiPreview1 wasi;
    private final Random random;
    private final Random keys;
    private final ChoiceListener choices;
    private final EndiveStubs stubs = new EndiveStubs();
    private long ticks;

    EndiveHost(String name, RunEnvironment environment) {
        random = new Random(environment.random());
        keys = new Random(environment.keys());
        choices = environment.choices();
        Optional<ProgramInput> program = environment.program();
        var arguments = new ArrayList<String>();
        arguments.add(name);
        program.ifPresent(start -> arguments.addAll(start.arguments()));
        files = program.map(ProgramInput::files)
                .filter(given -> !given.isEmpty())
                .map(ProgramFiles::new);
        var options = WasiOptions.builder()
                .withArguments(arguments)
                .withStdin(new ByteArrayInputStream(
                        program.map(ProgramInput::stdin).orElse(new byte[0])))
                .withRandom(random)
                .withClock(new TickingClock())
                .withStdout(stdout)
                .withStderr(stderr);
        program.ifPresent(start -> start.environment().forEach(options::withEnvironment));
        files.ifPresent(directory -> options.withDirectory("/", directory.root()));
        wasi = WasiPreview1.builder().withOptions(options.build()).build();
    }

    /** All importable functions. */
    ImportFunction[] functions() {
        var functions = new ArrayList<ImportFunction>();
        for (HostFunction function : wasi.toHostFunctions()) {
            functions.add(
                    switch (function.name()) {
                        case "random_get" -> withKeys(function);
                        case "clock_time_get" -> like(function, (instance, arguments) -> clock(instance, arguments));
                        default -> function;
                    });
        }
        functions.add(new HostFunction(MEWE, "random", FunctionType.returning(ValType.I64), (instance, arguments) ->
                new long[] {keys.nextLong()}));
        functions.add(new HostFunction(
                MEWE, "trace", FunctionType.of(List.of(ValType.I32, ValType.I32), List.of()), (instance, arguments) -> {
                    choices.chosen((int) arguments[0], (int) arguments[1]);
                    return null;
                }));
        return functions.toArray(ImportFunction[]::new);
    }

    private static HostFunction like(HostFunction function, run.endive.runtime.WasmFunctionHandle handle) {
        return new HostFunction(function.module(), function.name(), function.functionType(), handle);
    }

    /** Serves the discriminator separately, so that its extra request does not shift the program's random numbers. */
    private HostFunction withKeys(HostFunction function) {
        return like(function, (instance, arguments) -> {
            if ((int) arguments[0] != KEY_ADDRESS || (int) arguments[1] != KEY_BYTES) {
                return function.handle().apply(instance, arguments);
            }
            var key = new byte[KEY_BYTES];
            keys.nextBytes(key);
            instance.memory().write(KEY_ADDRESS, key);
            return new long[] {0};
        });
    }

    private long[] clock(Instance instance, long[] arguments) {
        if (arguments[0] < 0 || arguments[0] > 1) {
            return new long[] {EINVAL};
        }
        Memory memory = instance.memory();
        memory.writeLong((int) arguments[2], nextTime());
        return new long[] {0};
    }

    private long nextTime() {
        return FIRST_NANOSECOND + ticks++ * NANOSECONDS_PER_TICK;
    }

    /** Advances with each reading, so that every run sees the same times. */
    private final class TickingClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(0, nextTime());
        }
    }

    EndiveStubs stubs() {
        return stubs;
    }

    byte[] stdout() {
        return stdout.toByteArray();
    }

    byte[] stderr() {
        return stderr.toByteArray();
    }

    Map<String, byte[]> files() {
        return files.map(ProgramFiles::contents).orElse(Map.of());
    }

    @Override
    public void close() {
        wasi.close();
        files.ifPresent(ProgramFiles::close);
    }
}
