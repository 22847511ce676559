package io.github.mewe.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.common.DeepThread;
import io.github.mewe.fixture.Modules;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.wasm.ModuleSections;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackExtentTest {
    private static final String MEMORY = "(memory 32)";
    private static final OptionalLong UNKNOWN = OptionalLong.empty();

    @BeforeAll
    static void loadNativeLibrary(@TempDir Path directory) {
        BinaryenModule.loadNativeLibrary(directory);
    }

    private static Optional<StackExtent> extent(String fields) {
        byte[] module = Modules.of("(module " + fields + ")");
        return DeepThread.call(() -> {
            try (BinaryenModule open = BinaryenModule.open(module)) {
                List<FunctionBody> functions =
                        open.definedFunctions().stream().map(open::lift).toList();
                return StackExtent.of(new ModuleSections(module), 0, functions);
            }
        });
    }

    private static StackExtent extent(int start, String fields) {
        return extent(MEMORY + "(global $sp (mut i32) (i32.const " + start + "))" + fields)
                .orElseThrow();
    }

    private static String data(int address) {
        return "(data (i32.const " + address + ") \"abcdefgh\")";
    }

    private static String access(String code) {
        return "(func (param $p i32) (drop " + code + "))";
    }

    @Test
    void endsAtZeroIfAllDataLiesAboveIt() {
        assertEquals(new StackExtent(300_000, 300_000, OptionalLong.of(300_000)), extent(300_000, data(300_000)));
    }

    @Test
    void hasAUsualSizeAboveData() {
        assertEquals(new StackExtent(1_049_664, 1_048_632, OptionalLong.of(1 << 20)), extent(1_049_664, data(1_024)));
        assertEquals(
                OptionalLong.of(5 << 20), extent((5 << 20) + 4_096, data(1_024)).size());
    }

    /** The module of a C program with an array of 480 KiB that has no initial values. */
    @Test
    void liesAboveAddressesInTheCode() {
        int arrayEnd = 1_032 + 480 * 1024;
        String accesses = data(1_024)
                + access("(i32.load offset=" + (arrayEnd - 8) + " (local.get $p))")
                + access("(i32.load offset=8 (i32.const 2000))");
        assertEquals(
                new StackExtent(arrayEnd + 65_536, 480 * 1024 + 65_536, OptionalLong.of(65_536)),
                extent(arrayEnd + 65_536, accesses));
        assertEquals(
                OptionalLong.of(65_536),
                extent(arrayEnd + 65_536, data(1_024) + access("(i32.load (i32.const " + arrayEnd + "))"))
                        .size());
    }

    @Test
    void hasAnUnknownSizeBetweenUsualOnes() {
        assertEquals(new StackExtent(301_032, 300_000, UNKNOWN), extent(301_032, data(1_024)));
        assertEquals(UNKNOWN, extent(0, "").size());
    }

    @Test
    void ignoresAddressesAboveIt() {
        assertEquals(
                OptionalLong.of(65_536),
                extent(65_536, access("(i32.load offset=65536 (local.get $p))")).size());
    }

    @Test
    void canStartBeyondTwoGibibytes() {
        assertEquals(1L << 31, extent(1 << 31, "").start());
    }

    @Test
    void canLieInA64BitMemory() {
        StackExtent extent = extent("(memory i64 32) (global $sp (mut i64) (i64.const 1048576))"
                        + " (data (i64.const 1048576) \"a\")")
                .orElseThrow();
        assertEquals(OptionalLong.of(1 << 20), extent.size());
    }

    @Test
    void isUnknownIfTheHostSetsItsStart() {
        assertEquals(Optional.empty(), extent("(import \"env\" \"sp\" (global $sp (mut i32)))" + MEMORY));
    }
}
