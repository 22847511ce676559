package io.github.mewe.binaryen;

import static io.github.mewe.binaryen.jni.Binaryen.*;

import io.github.mewe.common.DeepThread;
import io.github.mewe.wasm.BinaryLayout;
import io.github.mewe.wasm.BodyStubs;
import io.github.mewe.wasm.CustomSections;
import io.github.mewe.wasm.EmptyGroups;
import io.github.mewe.wasm.LimitCheck;
import io.github.mewe.wasm.MalformedModuleException;
import io.github.mewe.wasm.TargetFeatures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads modules into native memory, validates them and settles their features. Needs a {@link DeepThread}. */
final class ModuleReader {
    /** Reported as the offset of an error in a source map. */
    private static final int BROKEN_MAP = -2;

    /** The sections to leave out if a module cannot be read with them. */
    private static final List<List<String>> SUSPECTS = List.of(
            List.of(CustomSections.NAMES),
            List.of(CustomSections.BRANCH_HINTS),
            List.of(CustomSections.NAMES, CustomSections.BRANCH_HINTS));

    private static final List<String> OBJECT_FILE_SECTIONS = List.of("linking", "reloc.CODE");

    private ModuleReader() {}

    /**
     * A valid module in native memory.
     *
     * @param declaredFeatures the features that its features section declares, as Binaryen's bits
     * @param sections its custom sections, without those that are malformed
     * @param stubs the functions that only have a stub in native memory
     * @param warnings one sentence about each malformed section
     */
    record Opened(long handle, int declaredFeatures, CustomSections sections, BodyStubs stubs, List<String> warnings) {}

    /**
     * Reads a module.
     *
     * @param sourceMap the source map, or null
     * @param leftAlone the reasons for further stubs, by the functions' indices among the defined ones
     * @throws MalformedModuleException if the module is malformed, invalid or unsupported
     * @throws MalformedSourceMapException if the map is malformed
     */
    static Opened read(byte[] binary, byte[] sourceMap, Map<Integer, String> leftAlone) {
        BinaryLayout layout = BinaryLayout.of(binary);
        if (OBJECT_FILE_SECTIONS.stream().anyMatch(layout::hasCustom)) {
            throw new MalformedModuleException(
                    "it is a relocatable object file, not a linked module. Link it and use the linker's output", -1);
        }
        BodyStubs stubs = BodyStubs.of(binary, layout, new LimitCheck(binary, layout).functions())
                .with(leftAlone);
        return readable(CustomSections.of(binary, layout), stubs, sourceMap);
    }

    /**
     * Reads a binary that was written from a valid module.
     *
     * @throws MalformedModuleException if it is malformed
     */
    static Opened readWritten(byte[] binary) {
        BinaryLayout layout = BinaryLayout.of(binary);
        CustomSections sections = CustomSections.of(binary, layout);
        BodyStubs stubs = BodyStubs.of(binary, layout, new LimitCheck(binary, layout).functions());
        long handle = readNative(EmptyGroups.without(stubs.in(sections.masked())), null);
        if (mewe_module_depth(handle) > NestingDepth.MAX) {
            BinaryenModuleDispose(handle);
            return read(binary, null, Map.of());
        }
        return new Opened(handle, featureBits(sections.declaredFeatures()), sections, stubs, List.of());
    }

    /** Engines ignore malformed names and hints. A module that can be read without them is accepted without them. */
    private static Opened readable(CustomSections sections, BodyStubs stubs, byte[] sourceMap) {
        try {
            return open(sections, stubs, sourceMap, List.of());
        } catch (MalformedModuleException e) {
            for (List<String> suspects : SUSPECTS) {
                Optional<Opened> opened = openWithout(suspects, sections, stubs, sourceMap, e);
                if (opened.isPresent()) {
                    return opened.get();
                }
            }
            throw e;
        }
    }

    private static Optional<Opened> openWithout(
            List<String> suspects,
            CustomSections sections,
            BodyStubs stubs,
            byte[] sourceMap,
            MalformedModuleException fault) {
        if (!suspects.stream().allMatch(sections::has)) {
            return Optional.empty();
        }
        CustomSections rest = sections;
        var warnings = new ArrayList<String>();
        for (String suspect : suspects) {
            rest = rest.ignoring(suspect);
            warnings.add("The custom section '" + suspect + "' is malformed; the output does not have it");
        }
        try {
            return Optional.of(open(rest, stubs, sourceMap, warnings));
        } catch (MalformedModuleException e) {
            fault.addSuppressed(e);
            return Optional.empty();
        }
    }

    private static Opened open(CustomSections sections, BodyStubs stubs, byte[] sourceMap, List<String> warnings) {
        long handle = readNative(EmptyGroups.without(stubs.in(sections.masked())), sourceMap);
        if (mewe_module_depth(handle) > NestingDepth.MAX) {
            Map<Integer, String> tooDeep = NestingDepth.exceeding(handle);
            BinaryenModuleDispose(handle);
            if (tooDeep.isEmpty()) {
                throw new MalformedModuleException(
                        "an initial value is nested more than " + NestingDepth.MAX + " levels deep", -1);
            }
            return open(sections, stubs.with(tooDeep), sourceMap, warnings);
        }
        try {
            int declared = featureBits(sections.declaredFeatures());
            settleFeatures(handle, declared);
            return new Opened(handle, declared, sections, stubs, List.copyOf(warnings));
        } catch (MalformedModuleException | Error e) {
            BinaryenModuleDispose(handle);
            throw e;
        } catch (RuntimeException e) {
            BinaryenModuleDispose(handle);
            throw malformed(e);
        }
    }

    private static long readNative(byte[] binary, byte[] sourceMap) {
        long handle;
        try {
            handle = sourceMap == null
                    ? mewe_module_read(binary, binary.length)
                    : mewe_module_read_mapped(binary, binary.length, sourceMap, sourceMap.length);
        } catch (RuntimeException e) {
            throw malformed(e);
        }
        if (handle == 0 && mewe_error_offset() == BROKEN_MAP) {
            throw new MalformedSourceMapException(NativeOutput.text());
        }
        if (handle == 0) {
            throw malformed(NativeOutput.text(), mewe_error_offset());
        }
        return handle;
    }

    /**
     * Reports a malformed module that the reader may have accepted, and on which an assertion of the library fails
     * later.
     */
    static MalformedModuleException malformed(RuntimeException e) {
        return malformed(e.getMessage(), -1);
    }

    private static MalformedModuleException malformed(String message, long offset) {
        return new MalformedModuleException(
                "Binaryen cannot read it: " + message
                        + ". If an engine accepts the module, it uses a feature newer than" + " Binaryen "
                        + BinaryenModule.BINARYEN_VERSION + "; compile it without that feature",
                offset);
    }

    /** Binaryen's bits for features, which go by the names of target_features sections. */
    static int featureBits(Collection<String> features) {
        byte[] declaring = TargetFeatures.module(features);
        return mewe_declared_features(declaring, declaring.length);
    }

    /** Enables only the features that the module declares or uses, because others could end up in the output. */
    private static void settleFeatures(long handle, int declared) {
        BinaryenModuleSetFeatures(handle, declared | mewe_module_used_features(handle));
        if (mewe_module_validate(handle)) {
            return;
        }
        BinaryenModuleSetFeatures(handle, declared | mewe_safe_features());
        if (!mewe_module_validate(handle)) {
            throw new MalformedModuleException("it is not valid: " + firstLines(NativeOutput.text()), -1);
        }
    }

    private static String firstLines(String text) {
        return text.lines().map(String::strip).limit(4).collect(Collectors.joining(" "));
    }
}
