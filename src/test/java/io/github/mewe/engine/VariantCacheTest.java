package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.WatModule;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.report.Manifest;
import io.github.mewe.variant.GenerationRecord;
import io.github.mewe.variant.GenerationRecord.Attempt;
import io.github.mewe.variant.VariantBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariantCacheTest {
    private static final int EDITS = 200;

    @TempDir
    private Path directory;

    @Test
    void theOutputIsTheSameWithAndWithoutTheCacheOver200Edits() {
        var program = new Program();
        var random = new Random(1);
        for (int edit = 0; edit < EDITS; edit++) {
            program.edit(random);
            assertSameOutput(program, edit < EDITS / 2 ? Optional.empty() : Optional.of("seed"), "edit " + edit);
        }
    }

    @Test
    void anEditReplacesTheRecordsOfTheFunctionAndItsCallersOnly() {
        var program = new Program();
        diversified(program.binary());
        Set<String> before = records().keySet();
        program.constants[Program.FUNCTIONS - 1]++;
        diversified(program.binary());
        Set<String> after = records().keySet();
        assertEquals(Program.FUNCTIONS, after.size());
        var kept = new HashSet<>(before);
        kept.retainAll(after);
        // All functions are short enough to be inlined, and even ones call their successor.
        assertEquals(Program.FUNCTIONS - 2, kept.size(), "records of unchanged functions");
    }

    @Test
    void anEditOfALongFunctionReplacesNoOtherRecord() {
        var program = new Program();
        program.rounds[Program.FUNCTIONS - 1] = Program.LONG;
        diversified(program.binary());
        var kept = new HashSet<>(records().keySet());
        program.constants[Program.FUNCTIONS - 1]++;
        diversified(program.binary());
        kept.retainAll(records().keySet());
        // The function before it calls it, but variants cannot inline it.
        assertEquals(Program.FUNCTIONS - 1, kept.size(), "records of unchanged functions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "seed"})
    void writtenBodiesOfUnchangedFunctionsAreNotCheckedAgain(String text) throws IOException {
        Optional<String> seed = Optional.of(text).filter(fixed -> !fixed.isEmpty());
        var program = new Program();
        DiversificationResult result = diversified(program.binary(), request(seed, 4, Optional.of(directory)));
        Set<String> before = CacheFormat.read(file()).proofs();
        long proved = result.manifest().functions().stream()
                .filter(function -> function.variants().stream().anyMatch(Manifest.Variant::isProved))
                .count();
        assertEquals(proved, before.size(), "functions with proved bodies");
        program.constants[Program.FUNCTIONS - 1]++;
        diversified(program.binary(), request(seed, 4, Optional.of(directory)));
        var kept = new HashSet<>(before);
        kept.retainAll(CacheFormat.read(file()).proofs());
        // The last function has changed, and the one before it calls it.
        assertEquals(proved - 2, kept.size(), "proofs of unchanged functions");
    }

    @Test
    void aChangedFunctionLeavesTheVariantsOfOthersAlone() {
        var program = new Program();
        Manifest before = diversified(program.binary()).manifest();
        program.constants[Program.FUNCTIONS - 1]++;
        Manifest after = diversified(program.binary()).manifest();
        assertNotEquals(before.seed(), after.seed());
        for (int i = 0; i < Program.FUNCTIONS - 2; i++) {
            assertEquals(
                    chains(before.functions().get(i)),
                    chains(after.functions().get(i)),
                    before.functions().get(i).name());
        }
        assertNotEquals(
                chains(before.functions().get(Program.FUNCTIONS - 1)),
                chains(after.functions().get(Program.FUNCTIONS - 1)));
    }

    private static List<List<Manifest.Step>> chains(Manifest.Function function) {
        return function.variants().stream().map(Manifest.Variant::chain).toList();
    }

    @Test
    void aDamagedFileIsIgnored() throws IOException {
        var program = new Program();
        diversified(program.binary());
        byte[] intact = Files.readAllBytes(file());
        var random = new Random(2);
        for (int i = 0; i < 20; i++) {
            byte[] damaged = intact.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file(), damaged);
            assertEquals(CacheContent.EMPTY, CacheFormat.read(file()), "damage " + i);
        }
        for (int length : new int[] {0, 1, 31, 32, 40, intact.length - 1}) {
            Files.write(file(), Arrays.copyOf(intact, length));
            assertSameOutput(program, "cut after " + length + " bytes");
        }
        assertArrayEquals(intact, Files.readAllBytes(file()), "the build replaces the file");
    }

    @Test
    void attemptsOfOtherFunctionsAreIgnored() throws IOException {
        var program = new Program();
        diversified(program.binary());
        var foreign = new HashMap<String, GenerationRecord>();
        records()
                .forEach((key, made) -> foreign.put(
                        key,
                        new GenerationRecord(
                                new byte[0],
                                made.attempts().stream()
                                        .map(attempt -> new Attempt(
                                                attempt.number() + 1, attempt.hash(), attempt.classification()))
                                        .toList(),
                                made.shortage(),
                                made.isLimited())));
        CacheFormat.write(file(), new CacheContent(foreign, Set.of()));
        assertSameOutput(program, "records with other attempts");
    }

    @Test
    void variantsOfOtherFunctionsAreIgnored() throws IOException {
        var program = new Program();
        diversified(program.binary());
        Map<String, GenerationRecord> records = records();
        List<String> keys = List.copyOf(records.keySet());
        var foreign = new HashMap<String, GenerationRecord>();
        for (int i = 0; i < keys.size(); i++) {
            foreign.put(keys.get(i), records.get(keys.get((i + 1) % keys.size())));
        }
        CacheFormat.write(file(), new CacheContent(foreign, Set.of()));
        assertSameOutput(program, "records of other functions");
    }

    @Test
    void damagedVariantsAreMadeAgain() throws IOException {
        var program = new Program();
        diversified(program.binary());
        var damaged = new HashMap<String, GenerationRecord>();
        records().forEach((key, made) -> {
            assertTrue(made.variants().length > 0, "encoded variants");
            damaged.put(
                    key,
                    new GenerationRecord(
                            Arrays.copyOf(made.variants(), made.variants().length - 5),
                            made.attempts(),
                            made.shortage(),
                            made.isLimited()));
        });
        CacheFormat.write(file(), new CacheContent(damaged, Set.of()));
        assertSameOutput(program, "records without their ends");
    }

    @Test
    void anotherConfigurationUsesNoRecord() {
        var program = new Program();
        diversified(program.binary());
        Set<String> before = records().keySet();
        diversified(program.binary(), request(Optional.empty(), 3, Optional.of(directory)));
        Set<String> after = records().keySet();
        assertTrue(after.stream().noneMatch(before::contains));
        assertFalse(after.isEmpty());
    }

    private void assertSameOutput(Program program, String message) {
        assertSameOutput(program, Optional.empty(), message);
    }

    private void assertSameOutput(Program program, Optional<String> seed, String message) {
        byte[] binary = program.binary();
        DiversificationResult cached = diversified(binary, request(seed, 4, Optional.of(directory)));
        DiversificationResult fresh = diversified(binary, request(seed, 4, Optional.empty()));
        assertArrayEquals(fresh.binary(), cached.binary(), message);
        assertEquals(fresh.manifest(), cached.manifest(), message);
    }

    private DiversificationResult diversified(byte[] binary) {
        return diversified(binary, request(Optional.empty(), 4, Optional.of(directory)));
    }

    private DiversificationResult diversified(byte[] binary, DiversificationRequest request) {
        return new Diversifier(1, directory).diversify("app.wasm", binary, "out.wasm", request, Progress.SILENT);
    }

    private Path file() {
        return directory.resolve("out.variants");
    }

    private Map<String, GenerationRecord> records() {
        return CacheFormat.read(file()).records();
    }

    private static DiversificationRequest request(Optional<String> seed, int variants, Optional<Path> cache) {
        var budget = new VariantBudget(variants, 100, 1.3, Optional.empty());
        return new DiversificationRequest(
                seed,
                new GenerationOptions(budget, NameFilter.all(), List.of(), Optional.empty(), List.of(), cache),
                LinkOptions.defaultsFor(Target.of(RandomnessSource.FIXED)),
                false,
                1);
    }

    /** Functions with constants; every other one calls its successor. */
    private static final class Program {
        static final int FUNCTIONS = 6;

        /** The rounds that make a function too long for inlining. */
        static final int LONG = 40;

        private final int[] constants = {3, 5, 7, 11, 13, 17};
        private final int[] rounds = {1, 2, 1, 2, 1, 2};

        void edit(Random random) {
            if (random.nextBoolean()) {
                constants[random.nextInt(FUNCTIONS)] = random.nextInt();
            } else {
                rounds[random.nextInt(FUNCTIONS)] = random.nextInt(10) == 0 ? LONG : 1 + random.nextInt(4);
            }
        }

        byte[] binary() {
            var wat = new StringBuilder("(module\n");
            for (int i = 0; i < FUNCTIONS; i++) {
                String body = "(local.get $x)";
                for (int round = 0; round < rounds[i]; round++) {
                    body = "(i32.xor (i32.add (i32.mul " + body + " (i32.const " + constants[i]
                            + ")) (local.get $y)) (i32.shr_u (local.get $x) (i32.const " + (round + 1) + ")))";
                }
                if (i % 2 == 0) {
                    body = "(i32.sub " + body + " (call $f" + (i + 1) + " (local.get $y) (local.get $x)))";
                }
                wat.append("(func $f" + i + " (export \"f" + i + "\") (param $x i32) (param $y i32) (result i32) "
                        + body + ")\n");
            }
            return WatModule.assemble(wat.append(")").toString());
        }
    }
}
