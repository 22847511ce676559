package io.github.mewe.binaryen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.RealModules;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.MalformedModuleException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Opens malformed modules. Each must throw one of the documented exceptions, or be opened, lifted and written. A crash
 * of the JVM would fail the test run.
 */
class MutatedModulesTest {
    private static final long SEED = 20261123;
    private static final int COUNT = 500;
    private static final long HEAVY_SEED = SEED + 1;
    private static final int HEAVY_COUNT = 20_000;
    private static final List<String> REAL_MODULES =
            List.of("libsodium", "yoga", "gofmt", "qr", "simd", "control", "tiny");

    @Test
    void mutatedModulesDoNotCrashTheJvm() {
        allSurvive(List.of(Modules.sample()), SEED, COUNT);
    }

    @Test
    @Tag("heavy")
    void mutatedRealModulesDoNotCrashTheJvm() throws IOException, InterruptedException {
        allSurvive(List.copyOf(RealModules.fetched(REAL_MODULES).values()), HEAVY_SEED, HEAVY_COUNT);
    }

    private static void allSurvive(List<byte[]> bases, long seed, int count) {
        var random = new Random(seed);
        int opened = 0;
        int refused = 0;
        for (int i = 0; i < count; i++) {
            byte[] mutant = mutate(bases.get(random.nextInt(bases.size())), bases, random);
            int number = i;
            boolean wasOpened =
                    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> survives(mutant), () -> "mutant " + number);
            if (wasOpened) {
                opened++;
            } else {
                refused++;
            }
        }
        System.out.println(count + " mutated modules: " + opened + " opened, " + refused + " refused; seed " + seed);
        assertEquals(count, opened + refused);
        assertTrue(refused > count / 10, "too few mutations make modules invalid");
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

    private static byte[] mutate(byte[] base, List<byte[]> bases, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> flipped(base, 1 + random.nextInt(3), random);
            case 1 -> flipped(base, 1 + random.nextInt(60), random);
            case 2 -> Arrays.copyOf(base, random.nextInt(base.length + 1));
            default -> spliced(base, bases.get(random.nextInt(bases.size())), random);
        };
    }

    private static byte[] flipped(byte[] base, int flips, Random random) {
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

    /** Replaces a section of a module by one of another module. */
    private static byte[] spliced(byte[] base, byte[] donor, Random random) {
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
}
