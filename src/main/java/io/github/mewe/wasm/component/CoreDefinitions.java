package io.github.mewe.wasm.component;

import io.github.mewe.wasm.BinaryReader;
import io.github.mewe.wasm.MalformedModuleException;
import io.github.mewe.wasm.component.ComponentBinary.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The core definitions of a component: which export of which core module the component calls for which purpose. If the
 * component has a definition of an unknown kind, the definitions from there on are unknown.
 */
final class CoreDefinitions {
    /** The export through which the adapter of a WASI program enters it; the component itself does not name it. */
    private static final String PROGRAM = "_start";

    private final ComponentBinary component;
    private final List<OptionalInt> modules = new ArrayList<>();
    private final List<Instance> instances = new ArrayList<>();
    private final List<Optional<Export>> functions = new ArrayList<>();
    private final Map<Integer, Set<String>> lifted = new HashMap<>();
    private final Map<Integer, Set<String>> internal = new HashMap<>();
    private int ownModules;
    private boolean isKnown = true;

    /** An export of one of the component's own core modules. */
    private record Export(int module, String name) {}

    /**
     * A core instance.
     *
     * @param module the own core module that it is an instance of
     * @param functions its functions if it is not an instance of a module
     */
    private record Instance(OptionalInt module, Map<String, Optional<Export>> functions) {
        private Optional<Export> function(String name) {
            return module.isPresent()
                    ? Optional.of(new Export(module.getAsInt(), name))
                    : functions.getOrDefault(name, Optional.empty());
        }
    }

    private CoreDefinitions(ComponentBinary component) {
        this.component = component;
    }

    /** Reads the definitions of a component, without those of the components nested in it. */
    static CoreDefinitions of(ComponentBinary component) {
        var definitions = new CoreDefinitions(component);
        try {
            component.sections().forEach(definitions::read);
        } catch (MalformedModuleException | UnknownDefinitionException e) {
            definitions.isKnown = false;
        }
        return definitions;
    }

    /** Finds the number of an own core module by its index among all modules, including imported ones. */
    OptionalInt ownModule(int index) {
        return index >= 0 && index < modules.size() ? modules.get(index) : OptionalInt.empty();
    }

    /**
     * The exports of an own core module that a caller of the component enters through.
     *
     * @param module the number of the module
     * @param exports the names of all its exported functions
     */
    Set<String> entryPoints(int module, Set<String> exports) {
        Set<String> notEntered = internal.getOrDefault(module, Set.of());
        Set<String> entered = lifted.getOrDefault(module, Set.of());
        var points = new HashSet<String>();
        for (String export : exports) {
            boolean isEntered = isKnown ? entered.contains(export) : CanonicalNames.isOfInterface(export);
            if ((isEntered || export.equals(PROGRAM))
                    && !notEntered.contains(export)
                    && !CanonicalNames.isInternal(export)) {
                points.add(export);
            }
        }
        return points;
    }

    private void read(Section section) {
        var reader = component.reader(section);
        switch (section.id()) {
            case Section.CORE_MODULE -> modules.add(OptionalInt.of(ownModules++));
            case Section.CORE_INSTANCE -> repeat(reader, this::readInstance);
            case Section.ALIAS -> repeat(reader, this::readAlias);
            case Section.CANONICAL -> repeat(reader, this::readCanonical);
            case Section.IMPORT -> repeat(reader, this::readImport);
            case Section.EXPORT -> repeat(reader, this::readExport);
            default -> {}
        }
    }

    private static void repeat(BinaryReader reader, Consumer<BinaryReader> entry) {
        for (int count = reader.count(); count > 0; count--) {
            entry.accept(reader);
        }
        if (reader.hasMore()) {
            throw new UnknownDefinitionException();
        }
    }

    private void readInstance(BinaryReader reader) {
        int form = reader.u8();
        if (form == 0) {
            OptionalInt module = ownModule(reader.u32());
            for (int count = reader.count(); count > 0; count--) {
                reader.name();
                reader.u8();
                reader.u32();
            }
            instances.add(new Instance(module, Map.of()));
        } else if (form == 1) {
            Map<String, Optional<Export>> exports = new HashMap<>();
            for (int count = reader.count(); count > 0; count--) {
                String name = reader.name();
                int kind = reader.u8();
                int index = reader.u32();
                if (kind == Sorts.CORE_FUNCTION) {
                    exports.put(name, function(index));
                }
            }
            instances.add(new Instance(OptionalInt.empty(), exports));
        } else {
            throw new UnknownDefinitionException();
        }
    }

    private Optional<Export> function(int index) {
        return index >= 0 && index < functions.size() ? functions.get(index) : Optional.empty();
    }

    private void readAlias(BinaryReader reader) {
        int kind = Sorts.coreKind(reader);
        int target = reader.u8();
        int first = reader.u32();
        switch (target) {
            case 0 -> {
                reader.name();
                add(kind, Optional.empty());
            }
            case 1 -> {
                String name = reader.name();
                add(
                        kind,
                        first >= 0 && first < instances.size()
                                ? instances.get(first).function(name)
                                : Optional.empty());
            }
            case 2 -> {
                reader.u32();
                add(kind, Optional.empty());
            }
            default -> throw new UnknownDefinitionException();
        }
    }

    private void add(int kind, Optional<Export> function) {
        switch (kind) {
            case Sorts.CORE_FUNCTION -> functions.add(function);
            case Sorts.CORE_MODULE -> modules.add(OptionalInt.empty());
            case Sorts.CORE_INSTANCE -> instances.add(new Instance(OptionalInt.empty(), Map.of()));
            default -> {}
        }
    }

    private void readCanonical(BinaryReader reader) {
        CanonicalFunction read = CanonicalFunction.read(reader);
        read.internal().forEach(index -> note(internal, index));
        read.lifted().ifPresentOrElse(index -> note(lifted, index), () -> functions.add(Optional.empty()));
    }

    private void note(Map<Integer, Set<String>> byModule, int index) {
        function(index)
                .ifPresent(export -> byModule.computeIfAbsent(export.module(), none -> new HashSet<>())
                        .add(export.name()));
    }

    private void readImport(BinaryReader reader) {
        reader.u8();
        reader.name();
        if (Descriptions.isCoreModule(reader)) {
            modules.add(OptionalInt.empty());
        }
    }

    private void readExport(BinaryReader reader) {
        reader.u8();
        reader.name();
        int kind = Sorts.coreKind(reader);
        int index = reader.u32();
        if (kind == Sorts.CORE_MODULE) {
            modules.add(ownModule(index));
        }
        if (reader.u8() == 1) {
            Descriptions.isCoreModule(reader);
        }
    }
}
