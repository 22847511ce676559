package io.github.mewe.wasm;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * The parts of a module besides its code: custom sections and the order of imports. They are taken out before the
 * module is changed and put back afterwards, byte for byte and in their places. So no fault in them, which engines
 * ignore, can make a module malformed, and nothing that is not understood is lost.
 */
public final class CustomSections {
    /** The names of functions, locals and so on. Engines ignore the section if it is malformed. */
    public static final String NAMES = "name";

    /** The hints of {@code if} and {@code br_if}; they are remapped when code changes. */
    public static final String BRANCH_HINTS = "metadata.code.branch_hint";

    /** The prefix of sections whose contents refer to offsets in the code. */
    private static final String CODE_METADATA = "metadata.code.";

    /** No section that is understood has a name of nothing but this. */
    private static final byte MASK = '_';

    private static final List<SectionId> ORDER = List.of(
            SectionId.TYPE,
            SectionId.IMPORT,
            SectionId.FUNCTION,
            SectionId.TABLE,
            SectionId.MEMORY,
            SectionId.TAG,
            SectionId.GLOBAL,
            SectionId.EXPORT,
            SectionId.START,
            SectionId.ELEMENT,
            SectionId.DATA_COUNT,
            SectionId.CODE,
            SectionId.DATA);

    private static final Map<SectionId, Integer> PLACES = places();

    private final byte[] binary;
    private final BinaryLayout layout;
    private final Set<String> ignored;

    private CustomSections(byte[] binary, BinaryLayout layout, Set<String> ignored) {
        this.binary = binary;
        this.layout = layout;
        this.ignored = Collections.unmodifiableSet(ignored);
    }

    private static Map<SectionId, Integer> places() {
        Map<SectionId, Integer> places = new EnumMap<>(SectionId.class);
        ORDER.forEach(id -> places.put(id, places.size() + 1));
        return places;
    }

    /**
     * The custom sections of a module.
     *
     * @param binary the module, which is not copied
     * @param layout its layout
     */
    public static CustomSections of(byte[] binary, BinaryLayout layout) {
        return new CustomSections(binary, layout, Set.of());
    }

    /** The same, with another section that is as good as absent because it is malformed. */
    public CustomSections ignoring(String section) {
        var more = new LinkedHashSet<>(ignored);
        more.add(section);
        return new CustomSections(binary, layout, more);
    }

    /** The module has a custom section of this name, and it is not ignored. */
    public boolean has(String name) {
        return !ignored.contains(name) && layout.hasCustom(name);
    }

    /** The features that the module declares; empty without the section or where it cannot be read. */
    public Set<String> declaredFeatures() {
        return layout.custom(TargetFeatures.SECTION)
                .map(section -> TargetFeatures.used(contents(section)))
                .orElse(Set.of());
    }

    /** The sections that cannot go into a changed module, because they refer to offsets in the code. */
    public List<String> lost() {
        return layout.sections().stream()
                .filter(section -> section.is(SectionId.CUSTOM) && isLost(section.name()))
                .map(BinaryLayout.Section::name)
                .distinct()
                .toList();
    }

    private static boolean isLost(String name) {
        return name.startsWith(CODE_METADATA) && !name.equals(BRANCH_HINTS);
    }

    /**
     * The module with the names of all custom sections but its names and branch hints made unrecognisable. Every offset
     * stays, so that a source map still fits.
     */
    public byte[] masked() {
        byte[] masked = binary.clone();
        for (BinaryLayout.Section section : layout.sections()) {
            if (section.is(SectionId.CUSTOM) && !isVisible(section.name())) {
                var reader = new BinaryReader(binary, section.contents(), section.end());
                int size = reader.size("name");
                Arrays.fill(masked, reader.position(), reader.position() + size, MASK);
            }
        }
        return masked;
    }

    private boolean isVisible(String name) {
        return !ignored.contains(name) && (name.equals(NAMES) || name.equals(BRANCH_HINTS));
    }

    /**
     * Puts the sections back into a module that was made from the masked one. Its own names, branch hints and URL of a
     * source map take the places of this one's.
     *
     * @param changed the changed module
     * @param addedFeatures features that it uses and this one does not, for {@code target_features}
     */
    public byte[] restoredIn(byte[] changed, Collection<String> addedFeatures) {
        BinaryLayout changedLayout = BinaryLayout.of(changed);
        Map<String, byte[]> made = new HashMap<>();
        for (BinaryLayout.Section section : changedLayout.sections()) {
            if (section.is(SectionId.CUSTOM) && isRemade(section.name())) {
                made.put(section.name(), whole(changed, section));
            }
        }
        Queue<Placed> pending = placed(made, addedFeatures);
        var result = new BinaryWriter().header();
        for (BinaryLayout.Section section : changedLayout.sections()) {
            if (section.is(SectionId.CUSTOM)) {
                // One that this module lacks stays where it was made.
                Optional.ofNullable(made.remove(section.name())).ifPresent(result::raw);
                continue;
            }
            while (!pending.isEmpty() && pending.peek().after() < place(section)) {
                result.raw(pending.remove().bytes());
            }
            if (section.is(SectionId.IMPORT)) {
                result.section(SectionId.IMPORT, new BinaryWriter().raw(orderedImports(changed, section)));
            } else {
                result.raw(changed, section.start(), section.end());
            }
        }
        pending.forEach(section -> result.raw(section.bytes()));
        return result.toBytes();
    }

    /** A custom section, and the place of the standard section that it follows. */
    private record Placed(int after, byte[] bytes) {}

    private Queue<Placed> placed(Map<String, byte[]> made, Collection<String> addedFeatures) {
        var placed = new ArrayDeque<Placed>();
        int after = 0;
        for (BinaryLayout.Section section : layout.sections()) {
            if (section.is(SectionId.CUSTOM)) {
                int place = after;
                restored(section, made, addedFeatures).ifPresent(bytes -> placed.add(new Placed(place, bytes)));
            } else {
                after = place(section);
            }
        }
        return placed;
    }

    private Optional<byte[]> restored(
            BinaryLayout.Section section, Map<String, byte[]> made, Collection<String> addedFeatures) {
        String name = section.name();
        if (isRemade(name)) {
            return Optional.ofNullable(made.remove(name));
        }
        if (isLost(name)) {
            return Optional.empty();
        }
        if (name.equals(TargetFeatures.SECTION) && !addedFeatures.isEmpty()) {
            var content = new BinaryWriter()
                    .name(TargetFeatures.SECTION)
                    .raw(TargetFeatures.with(contents(section), addedFeatures));
            return Optional.of(
                    new BinaryWriter().section(SectionId.CUSTOM, content).toBytes());
        }
        return Optional.of(whole(binary, section));
    }

    private static boolean isRemade(String name) {
        return name.equals(NAMES) || name.equals(BRANCH_HINTS) || name.equals(BinaryLayout.SOURCE_MAP_SECTION);
    }

    private byte[] orderedImports(byte[] changed, BinaryLayout.Section section) {
        byte[] contents = Arrays.copyOfRange(changed, section.contents(), section.end());
        return layout.sections().stream()
                .filter(each -> each.is(SectionId.IMPORT))
                .findFirst()
                .map(own -> ImportOrder.like(Arrays.copyOfRange(binary, own.contents(), own.end()), contents))
                .orElse(contents);
    }

    private static int place(BinaryLayout.Section section) {
        return SectionId.of(section.id()).map(PLACES::get).orElse(ORDER.size() + 1);
    }

    private static byte[] whole(byte[] binary, BinaryLayout.Section section) {
        return Arrays.copyOfRange(binary, section.start(), section.end());
    }

    private byte[] contents(BinaryLayout.Section section) {
        var reader = new BinaryReader(binary, section.contents(), section.end());
        reader.name();
        return Arrays.copyOfRange(binary, reader.position(), section.end());
    }
}
