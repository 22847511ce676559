package io.github.mewe.wasm;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a module in which bodies replace their stubs, with the declarations that the bodies need. */
final class StubReplacement {
    private static final int DECLARATIVE = 3;
    private static final int FUNCTIONS = 0;
    private static final byte[] EMPTY_LIST = {0};

    private final byte[] written;
    private final BinaryLayout layout;
    private final TypeMapping types;
    private final Map<Integer, BodyStubs.Moved> byBody = new HashMap<>();
    private final BinaryWriter out = new BinaryWriter().header();
    private Optional<byte[]> hints = Optional.empty();
    private boolean isDeclared;
    private boolean isCounted;

    /**
     * Prepares a replacement.
     *
     * @param written the module with stubs
     * @param layout its layout
     * @param types the types that the bodies need
     * @param moves the bodies
     */
    StubReplacement(byte[] written, BinaryLayout layout, TypeMapping types, List<BodyStubs.Moved> moves) {
        this.written = written;
        this.layout = layout;
        this.types = types;
        int imported = layout.sections().stream()
                .filter(section -> section.is(SectionId.IMPORT))
                .map(section -> ImportOrder.counts(reader(section)).getOrDefault(ImportOrder.Kind.FUNCTION, 0))
                .findFirst()
                .orElse(0);
        moves.forEach(moved -> byBody.put(moved.to() - imported, moved));
    }

    /** The bodies, by their functions' indices among the defined ones. */
    Map<Integer, BodyStubs.Moved> byBody() {
        return byBody;
    }

    /** Writes the module. */
    byte[] binary(BodyAnnotations annotations) {
        for (BinaryLayout.Section section : layout.sections()) {
            SectionId id = SectionId.of(section.id()).orElse(SectionId.CUSTOM);
            switch (id) {
                case TYPE -> out.section(id, new BinaryWriter().raw(types.extended(contents(section))));
                case ELEMENT -> declare(contents(section));
                case DATA_COUNT -> {
                    declare(EMPTY_LIST);
                    isCounted = true;
                    copy(section);
                }
                case CODE -> {
                    declare(EMPTY_LIST);
                    countData();
                    annotations.hints(hints).ifPresent(content -> custom(CustomSections.BRANCH_HINTS, content));
                    code();
                }
                case CUSTOM -> annotated(section, annotations);
                default -> copy(section);
            }
        }
        return out.toBytes();
    }

    private void copy(BinaryLayout.Section section) {
        out.raw(Arrays.copyOfRange(written, section.start(), section.end()));
    }

    private void custom(String name, byte[] content) {
        out.section(SectionId.CUSTOM, new BinaryWriter().name(name).raw(content));
    }

    private void annotated(BinaryLayout.Section section, BodyAnnotations annotations) {
        var reader = reader(section);
        reader.name();
        byte[] content = Arrays.copyOfRange(written, reader.position(), section.end());
        if (section.name().equals(CustomSections.BRANCH_HINTS)) {
            hints = Optional.of(content);
        } else if (section.name().equals(CustomSections.NAMES)) {
            custom(CustomSections.NAMES, annotations.names(content));
        } else {
            copy(section);
        }
    }

    private BinaryReader reader(BinaryLayout.Section section) {
        return new BinaryReader(written, section.contents(), section.end());
    }

    private byte[] contents(BinaryLayout.Section section) {
        return Arrays.copyOfRange(written, section.contents(), section.end());
    }

    /** Writes the element section, once, with one more segment that declares the functions that bodies refer to. */
    private void declare(byte[] contents) {
        if (isDeclared) {
            return;
        }
        isDeclared = true;
        var references = new LinkedHashSet<Integer>();
        byBody.values().forEach(moved -> references.addAll(moved.move().references()));
        var reader = new BinaryReader(contents);
        int segments = reader.count() + (references.isEmpty() ? 0 : 1);
        if (segments == 0) {
            return;
        }
        var section = new BinaryWriter().u32(segments).raw(reader.bytes(contents.length - reader.position()));
        if (!references.isEmpty()) {
            section.u32(DECLARATIVE).u8(FUNCTIONS).u32(references.size());
            references.forEach(section::u32);
        }
        out.section(SectionId.ELEMENT, section);
    }

    private void countData() {
        if (isCounted
                || byBody.values().stream().noneMatch(moved -> moved.move().usesData())) {
            return;
        }
        int segments = layout.sections().stream()
                .filter(section -> section.is(SectionId.DATA))
                .map(section -> reader(section).u32())
                .findFirst()
                .orElse(0);
        out.section(SectionId.DATA_COUNT, new BinaryWriter().u32(segments));
    }

    private void code() {
        List<BinaryLayout.Body> bodies = layout.bodies();
        var section = new BinaryWriter().u32(bodies.size());
        for (int i = 0; i < bodies.size(); i++) {
            BodyStubs.Moved moved = byBody.get(i);
            BinaryLayout.Body body = bodies.get(i);
            byte[] bytes = moved != null ? moved.move().bytes() : Arrays.copyOfRange(written, body.start(), body.end());
            section.u32(bytes.length).raw(bytes);
        }
        out.section(SectionId.CODE, section);
    }
}
