package io.github.mewe.binaryen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.Modules;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.MalformedModuleException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Opens broken modules. Each must be refused by a typed exception, or opened, lifted and written; the JVM must survive,
 * which this test proves by ending.
 */
class MutatedModulesTest {
    private static final long SEED = 20261123;
    private static final int COUNT = Boolean.getBoolean("mewe.heavy") ? 20_000 : 500;
    private static final int LARGEST_BASE = 400_000;

    private final Random random = new Random(SEED);

    @Test
    void noMutationEndsTheJvm() throws IOException {
        List<byte[]> bases = bases();
        int opened = 0;
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            byte[] mutant = mutate(bases.get(random.nextInt(bases.size())), bases);
            int number = i;
            boolean wasOpened =
                    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> survives(mutant), () -> "mutant " + number);
            if (wasOpened) {
                opened++;
            } else {
                refused++;
            }
        }
        System.out.println(COUNT + " mutated modules: " + opened + " opened, " + refused + " refused; seed " + SEED);
        assertEquals(COUNT, opened + refused);
        assertTrue(refused > COUNT / 10, "most mutations break a module");
    }

    private static boolean survives(byte[] mutant) {
        try (BinaryenModule module = BinaryenModule.open(mutant)) {
            for (FunctionInfo function : module.functions()) {
                if (!function.isImported()) {
                    module.lift(function.name());
                }
            }
            module.write();
            return true;
        } catch (MalformedModuleException e) {
            return false;
        }
    }

    private byte[] mutate(byte[] base, List<byte[]> bases) {
        return switch (random.nextInt(4)) {
            case 0 -> flipped(base, 1 + random.nextInt(3));
            case 1 -> flipped(base, 1 + random.nextInt(60));
            case 2 -> Arrays.copyOf(base, random.nextInt(base.length + 1));
            default -> spliced(base, bases.get(random.nextInt(bases.size())));
        };
    }

    private byte[] flipped(byte[] base, int flips) {
        byte[] mutant = base.clone();
        for (int i = 0; i < flips; i++) {
            int at = random.nextInt(mutant.length);
            if (random.nextBoolean()) {
                mutant[at] ^= (byte) (1 << random.nextInt(8));
            } else {
                mutant[at] = (byte) random.nextInt(256);
            }
        }
        return mutant;
    }

    /** Puts a section of one module into another, in place of one of its own. */
    private byte[] spliced(byte[] base, byte[] donor) {
        List<BinaryLayout.Section> own = BinaryLayout.of(base).sections();
        List<BinaryLayout.Section> foreign = BinaryLayout.of(donor).sections();
        BinaryLayout.Section out = own.get(random.nextInt(own.size()));
        BinaryLayout.Section in = foreign.get(random.nextInt(foreign.size()));
        var mutant = new ByteArrayOutputStream();
        mutant.write(base, 0, out.start());
        mutant.write(donor, in.start(), in.end() - in.start());
        mutant.write(base, out.end(), base.length - out.end());
        return mutant.toByteArray();
    }

    /** The sample, and the real modules that a directory named by a property holds. */
    private static List<byte[]> bases() throws IOException {
        var bases = new ArrayList<byte[]>();
        bases.add(Modules.sample());
        Path corpus = Path.of(System.getProperty("mewe.corpus", "target/real-modules"));
        if (Files.isDirectory(corpus)) {
            try (var files = Files.walk(corpus, 2)) {
                for (Path file :
                        files.filter(f -> f.endsWith("module.wasm")).sorted().toList()) {
                    if (Files.size(file) <= LARGEST_BASE) {
                        bases.add(Files.readAllBytes(file));
                    }
                }
            }
        }
        return bases;
    }
}
