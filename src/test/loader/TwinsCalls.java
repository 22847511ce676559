import com.example.tokens.Twins;
import com.example.tokens.Twins.DivergenceException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.HostFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasi.WasiExitException;
import run.endive.wasi.WasiOptions;
import run.endive.wasi.WasiPreview1;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** Calls the functions of twins.c in twins. The argument is the multivariant binary with moving frames. */
public final class TwinsCalls {
    private static final int TRIES = 20;

    private final Path scratch;
    private final WasmModule module;
    private final Function<Instance, Machine> machines;
    private ByteArrayOutputStream printed;
    private List<String> notes;

    private TwinsCalls(Path binary) {
        scratch = binary.toAbsolutePath().getParent();
        module = Parser.parse(binary);
        machines = MachineFactoryCompiler.compile(module);
    }

    public static void main(String[] arguments) throws Exception {
        var calls = new TwinsCalls(Path.of(arguments[0]));
        calls.importsRunOnce();
        calls.filesAreWrittenInTime();
        calls.divergencesAreNoticed("leak");
        calls.divergencesAreNoticed("where");
        calls.divergencesAreNoticed("notes", 0);
        calls.addressesAreTranslated();
    }

    private Twins twins(int count) throws Exception {
        printed = new ByteArrayOutputStream();
        notes = new ArrayList<>();
        Path directory = Files.createTempDirectory(scratch, "host");
        var wasi = WasiPreview1.builder()
                .withOptions(WasiOptions.builder()
                        .withStdin(new ByteArrayInputStream("what came in".getBytes(StandardCharsets.UTF_8)))
                        .withStdout(printed)
                        .withArguments(List.of("program", "first", "second"))
                        .withDirectory("/", directory)
                        .build())
                .build();
        var functions = new ArrayList<>(List.of(wasi.toHostFunctions()));
        FunctionType oneToNone = FunctionType.of(List.of(ValType.I32), List.of());
        FunctionType oneToOne = FunctionType.of(List.of(ValType.I32), List.of(ValType.I32));
        FunctionType twoToOne = FunctionType.of(List.of(ValType.I32, ValType.I32), List.of(ValType.I32));
        functions.add(new HostFunction("env", "add", twoToOne, (instance, numbers) -> {
            notes.add("add");
            return new long[] {(int) numbers[0] + (int) numbers[1]};
        }));
        functions.add(new HostFunction("env", "note", oneToNone, (instance, numbers) -> {
            notes.add(instance.memory().readCString((int) numbers[0]));
            return null;
        }));
        functions.add(new HostFunction("env", "plain", oneToNone, (instance, numbers) -> null));
        functions.add(new HostFunction("env", "later", oneToOne, (instance, numbers) -> {
            notes.add(instance.memory().readCString((int) numbers[0]));
            return new long[] {0};
        }));
        functions.add(new HostFunction("env", "fill", twoToOne, (instance, numbers) -> {
            instance.memory().fill((byte) 7, (int) numbers[0], (int) (numbers[0] + numbers[1]));
            return new long[] {7};
        }));
        functions.add(new HostFunction("env", "callback", oneToOne, (instance, numbers) -> new long[] {0}));
        Map<String, String> imports =
                Map.of("env.note", "string", "env.later", "held string", "env.fill", "out:#1 value");
        Map<String, String> exports = Map.of(
                "block_of", "value -> address", "block_sum", "address value", "file", "string");
        Twins twins = Twins.of(count, functions, imports, exports, values -> Instance.builder(module)
                .withImportValues(values)
                .withMachineFactory(machines)
                .build());
        twins.call("_initialize");
        return twins;
    }

    private void importsRunOnce() throws Exception {
        for (int count = 1; count <= 3; count++) {
            Twins twins = twins(count);
            is(7, twins.call("sum", 3, 4));
            is(3, twins.call("greet", 3));
            equal("hello 0\nhello 1\nhello 2\n", printed.toString());
            is(12, twins.call("echo"));
            equal("what came in", printed.toString().substring(24));
            twins.call("drawn");
            is("programfirstsecond".length(), twins.call("arguments"));
            is(14, twins.call("filled"));
            is(0, twins.call("notes", 1));
            is(0, twins.call("postponed", 0));
            equal(List.of("add", "a note", "in time"), notes);
            try {
                twins.call("stop", 3);
                throw new AssertionError("the program did not exit");
            } catch (WasiExitException e) {
                equal(3, e.exitCode());
            }
            equal("hello 0\n", printed.toString().substring(36));
        }
    }

    private void filesAreWrittenInTime() throws Exception {
        Twins twins = twins(2);
        byte[] path = "/file.txt\0".getBytes(StandardCharsets.UTF_8);
        int address = (int) twins.call("block_of", path.length)[0];
        twins.write(address, path);
        is(0, twins.call("file", address));
    }

    private void divergencesAreNoticed(String function, long... arguments) throws Exception {
        int diverged = 0;
        for (int i = 0; i < TRIES; i++) {
            Twins twins = twins(2);
            try {
                twins.call(function, arguments);
            } catch (DivergenceException e) {
                diverged++;
                equal("", printed.toString());
                equal(2, e.calls().size());
                try {
                    twins.call("sum", 1, 2);
                    throw new AssertionError("compromised instances are called again");
                } catch (DivergenceException again) {
                    equal(e, again);
                }
            }
        }
        if (diverged <= TRIES / 2) {
            throw new AssertionError(function + ": only " + diverged + " of " + TRIES + " diverged");
        }
    }

    private void addressesAreTranslated() throws Exception {
        Twins twins = twins(2);
        for (int i = 0; i < TRIES; i++) {
            int address = (int) twins.call("block_of", 5)[0];
            twins.write(address, new byte[] {1, 2, 3, 4, 5});
            is((3 * 31 + 4) * 31 + 5, twins.call("block_sum", address + 2, 3));
            equal(2, (int) twins.read(address + 1, 2)[0]);
        }
    }

    private static void is(int expected, long[] results) {
        equal(expected, (int) results[0]);
    }

    private static void equal(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + ", but was " + actual);
        }
    }
}
