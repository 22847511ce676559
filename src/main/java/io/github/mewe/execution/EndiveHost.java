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

/** What one instance in the engine can import, and what it did with it. */
final class EndiveHost implements AutoCloseable {
    static final String WASI = "wasi_snapshot_preview1";

    private static final String MEWE = "mewe";

    /** Where the discriminator asks for a key, and how many bytes: no compiler puts a buffer there. */
    private static final int KEY_PLACE = 0;

    private static final int KEY_BYTES = 16;

    private static final int BAD_CLOCK = 28;
    private static final long START_OF_TIME = 1_000_000_000_000_000_000L;
    private static final long TICK = 1_000_000;

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final Optional<ProgramFiles> files;
    private final WasiPreview1 wasi;
    private final Random random;
    private final Random keys;
    private final ChoiceListener choices;
    private final EndiveStubs stubs = new EndiveStubs();
    private long ticks;

    EndiveHost(String name, RunEnvironment setting) {
        random = new Random(setting.random());
        keys = new Random(setting.keys());
        choices = setting.choices();
        Optional<ProgramInput> program = setting.program();
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

    /** All functions that can be imported. */
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

    /** Else the program would draw other numbers in a multivariant binary, which asks once more. */
    private HostFunction withKeys(HostFunction function) {
        return like(function, (instance, arguments) -> {
            if ((int) arguments[0] != KEY_PLACE || (int) arguments[1] != KEY_BYTES) {
                return function.handle().apply(instance, arguments);
            }
            var key = new byte[KEY_BYTES];
            keys.nextBytes(key);
            instance.memory().write(KEY_PLACE, key);
            return new long[] {0};
        });
    }

    private long[] clock(Instance instance, long[] arguments) {
        if (arguments[0] < 0 || arguments[0] > 1) {
            return new long[] {BAD_CLOCK};
        }
        Memory memory = instance.memory();
        memory.writeLong((int) arguments[2], nextTime());
        return new long[] {0};
    }

    private long nextTime() {
        return START_OF_TIME + ticks++ * TICK;
    }

    /** Time passes as often as it is looked at, so that it is the same in every run. */
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

    /** What answers imports that none of the functions is. */
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
