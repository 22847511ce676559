package io.github.mewe.wasm;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The contents of a {@code target_features} section (tool conventions, "Target Features Section"): the features that
 * the compiler was allowed to use. Engines ignore the section, so no fault in it makes a module malformed.
 */
public final class TargetFeatures {
    /** The name of the custom section. */
    public static final String SECTION = "target_features";

    /** The features that code added to a module may use (tool conventions, "Target Features Section"). */
    public static final List<String> NAMES = List.of(
            "atomics",
            "bulk-memory",
            "exception-handling",
            "multimemory",
            "multivalue",
            "mutable-globals",
            "nontrapping-fptoint",
            "reference-types",
            "sign-ext",
            "simd128",
            "tail-call");

    private static final char USED = '+';

    /** LLVM wrote it before version 14 for a feature that every linked object has to use. */
    private static final char REQUIRED = '=';

    private TargetFeatures() {}

    /**
     * Reads the features that a module may use. An entry that cannot be read ends the list.
     *
     * @param contents the section's contents, without its name
     */
    static Set<String> used(byte[] contents) {
        var used = new LinkedHashSet<String>();
        var reader = new BinaryReader(contents);
        try {
            for (int entries = reader.count(); entries > 0; entries--) {
                int prefix = reader.u8();
                String name = reader.name();
                if (prefix == USED || prefix == REQUIRED) {
                    used.add(name);
                }
            }
        } catch (MalformedModuleException e) {
            return used;
        }
        return used;
    }

    /**
     * Adds features after the entries of a section. A section that cannot be read stays as it is.
     *
     * @param contents the section's contents, without its name
     */
    static byte[] with(byte[] contents, Collection<String> added) {
        var reader = new BinaryReader(contents);
        int count;
        try {
            count = reader.count();
        } catch (MalformedModuleException e) {
            return contents;
        }
        if (added.isEmpty()) {
            return contents;
        }
        int entries = reader.position();
        var writer = new BinaryWriter().u32(count + added.size());
        writer.raw(reader.bytes(contents.length - entries));
        added.forEach(feature -> writer.u8(USED).name(feature));
        return writer.toBytes();
    }

    /** A module with nothing but a section that declares features. */
    public static byte[] module(Collection<String> features) {
        var content = new BinaryWriter().name(SECTION).raw(with(new byte[] {0}, features));
        return new BinaryWriter().header().section(SectionId.CUSTOM, content).toBytes();
    }
}
