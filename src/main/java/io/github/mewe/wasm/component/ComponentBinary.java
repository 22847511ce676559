package io.github.mewe.wasm.component;

import io.github.mewe.wasm.BinaryReader;
import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.MalformedModuleException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A component in the binary format (component model, {@code design/mvp/Binary.md}). Only core modules and nested
 * components are interpreted; everything else is copied byte for byte.
 */
public final class ComponentBinary {
    private static final byte[] MAGIC = {0, 'a', 's', 'm'};
    private static final int PREAMBLE = 8;
    private static final int LAYER = 6;
    private static final int COMPONENT_LAYER = 1;
    private static final int DEEPEST = 100;

    private final byte[] bytes;
    private final int start;
    private final List<Section> sections;
    private final Map<Integer, ComponentBinary> nested;

    /**
     * A section.
     *
     * @param id its number
     * @param start the byte of its number
     * @param contents the first byte of its contents
     * @param end the byte after its contents
     */
    record Section(int id, int start, int contents, int end) {
        static final int CUSTOM = 0;
        static final int CORE_MODULE = 1;
        static final int CORE_INSTANCE = 2;
        static final int COMPONENT = 4;
        static final int ALIAS = 6;
        static final int CANONICAL = 8;
        static final int IMPORT = 10;
        static final int EXPORT = 11;
    }

    private ComponentBinary(byte[] bytes, int start, List<Section> sections, Map<Integer, ComponentBinary> nested) {
        this.bytes = bytes;
        this.start = start;
        this.sections = sections;
        this.nested = nested;
    }

    /** Returns true if a file has the preamble of a component. */
    public static boolean isComponent(byte[] file) {
        return isComponent(file, 0, file.length);
    }

    private static boolean isComponent(byte[] file, int start, int end) {
        return end - start >= PREAMBLE
                && Arrays.equals(file, start, start + MAGIC.length, MAGIC, 0, MAGIC.length)
                && (file[start + LAYER] & 0xFF | (file[start + LAYER + 1] & 0xFF) << 8) == COMPONENT_LAYER;
    }

    /**
     * Reads a component.
     *
     * @param file the bytes, which are not copied
     * @throws MalformedModuleException if they are not a component
     */
    public static ComponentBinary of(byte[] file) {
        return of(file, 0, file.length, 0);
    }

    private static ComponentBinary of(byte[] file, int start, int end, int depth) {
        if (!isComponent(file, start, end)) {
            throw new MalformedModuleException("a component is expected here", start);
        }
        if (depth > DEEPEST) {
            throw new MalformedModuleException("components are nested more than " + DEEPEST + " levels deep", start);
        }
        var sections = new ArrayList<Section>();
        Map<Integer, ComponentBinary> nested = new HashMap<>();
        var reader = new BinaryReader(file, start + PREAMBLE, end);
        while (reader.hasMore()) {
            int first = reader.position();
            int id = reader.u8();
            int size = reader.size("section");
            int contents = reader.position();
            reader.part(size);
            if (id == Section.COMPONENT) {
                nested.put(sections.size(), of(file, contents, contents + size, depth + 1));
            }
            sections.add(new Section(id, first, contents, contents + size));
        }
        return new ComponentBinary(file, start, sections, nested);
    }

    /** The core modules in the component and in the components nested in it, in their order in the file. */
    public List<CoreModule> coreModules() {
        var modules = new ArrayList<CoreModule>();
        collect("", modules);
        return modules;
    }

    private void collect(String prefix, List<CoreModule> modules) {
        CoreDefinitions definitions = CoreDefinitions.of(this);
        List<Optional<String>> names = ModuleNames.of(this, definitions);
        int module = 0;
        int component = 0;
        for (int i = 0; i < sections.size(); i++) {
            Section section = sections.get(i);
            if (section.id() == Section.CORE_MODULE) {
                byte[] binary = Arrays.copyOfRange(bytes, section.contents(), section.end());
                modules.add(new CoreModule(
                        prefix + module,
                        names.get(module),
                        binary,
                        definitions.entryPoints(module, exportedFunctions(binary))));
                module++;
            } else if (section.id() == Section.COMPONENT) {
                nested.get(i).collect(prefix + component + "/", modules);
                component++;
            }
        }
    }

    /** The names; empty if the module is malformed, which its diversification then reports. */
    private static Set<String> exportedFunctions(byte[] module) {
        try {
            return ModuleExternals.of(module).exportedFunctions();
        } catch (MalformedModuleException e) {
            return Set.of();
        }
    }

    /**
     * The component with other core modules. Everything else stays, except the sizes of the sections around them.
     *
     * @param modules the new core modules by their paths
     */
    public byte[] with(Map<String, byte[]> modules) {
        return rewritten("", modules).toBytes();
    }

    private BinaryWriter rewritten(String prefix, Map<String, byte[]> modules) {
        var writer = new BinaryWriter().raw(Arrays.copyOfRange(bytes, start, start + PREAMBLE));
        int module = 0;
        int component = 0;
        for (int i = 0; i < sections.size(); i++) {
            Section section = sections.get(i);
            Optional<BinaryWriter> changed = Optional.empty();
            if (section.id() == Section.CORE_MODULE) {
                changed = Optional.ofNullable(modules.get(prefix + module)).map(new BinaryWriter()::raw);
                module++;
            } else if (section.id() == Section.COMPONENT) {
                String inner = prefix + component + "/";
                component++;
                if (modules.keySet().stream().anyMatch(path -> path.startsWith(inner))) {
                    changed = Optional.of(nested.get(i).rewritten(inner, modules));
                }
            }
            if (changed.isPresent()) {
                writer.u8(section.id()).sized(changed.get());
            } else {
                writer.raw(Arrays.copyOfRange(bytes, section.start(), section.end()));
            }
        }
        return writer;
    }

    List<Section> sections() {
        return sections;
    }

    /** Reads the contents of a section. */
    BinaryReader reader(Section section) {
        return new BinaryReader(bytes, section.contents(), section.end());
    }

    /** The number of core modules in the component itself. */
    int ownModules() {
        return (int) sections.stream()
                .filter(section -> section.id() == Section.CORE_MODULE)
                .count();
    }
}
