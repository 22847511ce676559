package io.github.mewe.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.mewe.common.Resources;
import io.github.mewe.fixture.Modules;
import io.github.mewe.fixture.Running;
import io.github.mewe.link.RandomnessSource;
import io.github.mewe.variant.VariantBudget;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.SectionId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a module keeps its custom sections, and that malformed ones do not make the plugin refuse it. */
class CustomSectionsTest {
    private static final byte[] NO_UTF8 = {1, 0, 3, 2, (byte) 0xFF, (byte) 0xFE};

    @TempDir
    private Path directory;

    @Test
    void customSectionsKeepTheirPlacesAndBytes() {
        byte[] input = withSectionEverywhere(Modules.sample());
        byte[] output = diversify(input).binary();
        assertEquals(outline(input), outline(output));
        for (BinaryLayout.Section section : BinaryLayout.of(input).sections()) {
            if (section.name().startsWith("vendor")) {
                BinaryLayout.Section kept =
                        BinaryLayout.of(output).custom(section.name()).orElseThrow();
                assertArrayEquals(whole(input, section), whole(output, kept), section.name());
            }
        }
        assertEquals(Running.of(input).observeSample(), Running.of(output).observeSample());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "producers",
                "target_features",
                "sourceMappingURL",
                "dylink.0",
                "metadata.code.branch_hint"
            })
    void aMalformedSectionIsNoReasonToRefuseAModule(String name) {
        byte[] sample = Modules.sample();
        for (byte[] contents : List.of(NO_UTF8, new byte[0], new byte[] {(byte) 0x80}, new byte[] {9, '=', 1})) {
            byte[] input = insert(sample, SectionId.CODE, custom(name, contents));
            byte[] output = diversify(input).binary();
            assertEquals(Running.of(sample).observeSample(), Running.of(output).observeSample(), name);
        }
    }

    @Test
    void aMalformedNameSectionIsDroppedWithAWarning() {
        DiversificationResult result = diversify(sharedCase("badname"));
        assertFalse(BinaryLayout.of(result.binary()).hasCustom("name"));
        assertTrue(
                result.manifest().warnings().stream().anyMatch(warning -> warning.contains("'name' is malformed")),
                () -> "a warning about the names: " + result.manifest().warnings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tf", "tfnone", "tfreq"})
    void targetFeaturesStayAsTheyAre(String name) {
        byte[] input = sharedCase(name);
        DiversificationResult result = diversify(input);
        assertTrue(result.manifest().totals().variants() > 0, "it is diversified");
        assertArrayEquals(targetFeatures(input), targetFeatures(result.binary()));
    }

    @Test
    void codeMetadataThatRefersToOffsetsIsDroppedWithAWarning() {
        byte[] input = insert(Modules.sample(), SectionId.CODE, custom("metadata.code.trace_inst", new byte[] {0}));
        DiversificationResult result = diversify(input);
        assertFalse(BinaryLayout.of(result.binary()).hasCustom("metadata.code.trace_inst"));
        assertTrue(
                result.manifest().warnings().stream().anyMatch(warning -> warning.contains("metadata.code.trace_inst")),
                () -> "a warning about the section: " + result.manifest().warnings());
    }

    @Test
    void importsOfAllKindsKeepTheirOrder() {
        byte[] input = Modules.of("""
                (module
                  (import "a" "g" (global i32))
                  (import "a" "f" (func $f (param i32) (result i32)))
                  (import "a" "m" (memory 1))
                  (import "a" "h" (func $h))
                  (import "a" "t" (table 1 funcref))
                  (import "a" "i" (global i64))
                  (func (export "run") (param i32) (result i32)
                    (call $h)
                    (i32.add (i32.mul (call $f (local.get 0)) (i32.const 3)) (i32.xor (local.get 0) (global.get 0)))))
                """);
        byte[] output = diversify(input).binary();
        assertArrayEquals(section(input, SectionId.IMPORT), section(output, SectionId.IMPORT));
    }

    @ParameterizedTest
    @CsvSource({
        "1f8b0800, compressed with gzip",
        "28b52ffd, compressed with zstd",
        "76657273696f6e2068747470733a2f2f6769742d6c66732e6769746875622e636f6d2f737065632f7631, Git LFS pointer",
        "8b0280ff, brotli"
    })
    void whatIsNoModuleIsNamed(String hex, String expected) {
        byte[] file = HexFormat.of().parseHex(hex);
        var refusal = assertThrows(DiversificationException.class, () -> diversify(file));
        assertTrue(refusal.getMessage().contains(expected), refusal::getMessage);
    }

    private DiversificationResult diversify(byte[] input) {
        var request = new DiversificationRequest(
                new VariantBudget(2, 1000, 2, Optional.empty()),
                Optional.of("1"),
                NameFilter.all(),
                List.of("structure", "memory", "rewrite"),
                RandomnessSource.FIXED);
        return new Diversifier(2, directory).diversify("in.wasm", input, "out.wasm", request, (done, total) -> {});
    }

    private static byte[] sharedCase(String name) {
        return Resources.bytes(CustomSectionsTest.class, "/io/github/mewe/cases/" + name + ".wasm");
    }

    private static byte[] withSectionEverywhere(byte[] module) {
        var result = new BinaryWriter().header();
        int number = 0;
        for (BinaryLayout.Section section : BinaryLayout.of(module).sections()) {
            result.raw(custom("vendor" + number++, NO_UTF8)).raw(whole(module, section));
        }
        return result.raw(custom("vendor" + number, NO_UTF8)).toBytes();
    }

    private static byte[] insert(byte[] module, SectionId before, byte[] inserted) {
        var result = new BinaryWriter().header();
        for (BinaryLayout.Section section : BinaryLayout.of(module).sections()) {
            if (section.is(before)) {
                result.raw(inserted);
            }
            result.raw(whole(module, section));
        }
        return result.toBytes();
    }

    private static byte[] custom(String name, byte[] contents) {
        return new BinaryWriter()
                .section(SectionId.CUSTOM, new BinaryWriter().name(name).raw(contents))
                .toBytes();
    }

    /** The standard sections and the custom ones between them; consecutive sections that the linker adds are one. */
    private static List<String> outline(byte[] module) {
        var outline = new ArrayList<String>();
        for (BinaryLayout.Section section : BinaryLayout.of(module).sections()) {
            outline.add(section.is(SectionId.CUSTOM) ? section.name() : Integer.toString(section.id()));
        }
        return outline;
    }

    private static byte[] targetFeatures(byte[] module) {
        return whole(module, BinaryLayout.of(module).custom("target_features").orElseThrow());
    }

    private static byte[] section(byte[] module, SectionId id) {
        return BinaryLayout.of(module).sections().stream()
                .filter(section -> section.is(id))
                .map(section -> whole(module, section))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] whole(byte[] module, BinaryLayout.Section section) {
        return Arrays.copyOfRange(module, section.start(), section.end());
    }
}
