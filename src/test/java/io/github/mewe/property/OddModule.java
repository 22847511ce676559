package io.github.mewe.property;

import static io.github.mewe.property.OddDeclarations.Type.FUNCREF;
import static io.github.mewe.property.OddDeclarations.Type.I32;

import io.github.mewe.property.OddDeclarations.Global;
import io.github.mewe.property.OddDeclarations.Limits;
import io.github.mewe.property.OddDeclarations.Sig;
import io.github.mewe.property.OddDeclarations.Table;
import io.github.mewe.property.OddDeclarations.Type;
import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.SectionId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes valid modules of odd shape: with sections that are missing or empty, custom sections everywhere, imports of all
 * kinds in any order, limits at their ends, and numbers in any length.
 */
final class OddModule {
    private static final int FUNCTION_TYPE = 0x60;
    private static final int FINAL = 0x4F;
    private static final int GROUP = 0x4E;
    private static final int STRUCTURE = 0x5F;
    private static final List<String> STRINGS =
            List.of("", "a", "env", "\u00e9\ud83d\ude00", "a\u0000b", "$0", "memory", "x".repeat(300), "mewe.x");
    private static final List<String> CUSTOM_NAMES = List.of(
            "",
            "vendor",
            "vendor",
            "producers",
            "build_id",
            ".debug_info",
            ".debug_line",
            "external_debug_info",
            "dylink.0",
            "sourceMappingURL",
            "metadata.code.trace_inst",
            "metadata.code.branch_hint",
            "core",
            "\u00e9\ud83d\ude00",
            "name");

    private final Random random;
    private final OddDeclarations module = new OddDeclarations();
    private final OddBodies bodies;
    private final OddWriter out;
    private boolean hasNames;

    private OddModule(long seed) {
        this.random = new Random(seed);
        this.bodies = new OddBodies(module, random);
        this.out = new OddWriter(random);
    }

    /** Makes a module. */
    static byte[] of(long seed) {
        return new OddModule(seed).build();
    }

    private byte[] build() {
        out.raw(new BinaryWriter().header().toBytes());
        customs();
        standard(SectionId.TYPE, types());
        OddWriter imports = imports();
        standard(SectionId.IMPORT, imports);
        int defined = random.nextInt(7);
        standard(SectionId.FUNCTION, list(defined, section -> {
            Sig signature = anySignature();
            section.u32(signature.index());
            module.functions.add(signature);
        }));
        references();
        standard(SectionId.TABLE, list(random.nextInt(3), section -> {
            Table table = table();
            write(section, table);
            module.tables.add(table);
        }));
        int memories = module.memories.isEmpty() || random.nextInt(4) == 0 ? random.nextInt(3) : 0;
        standard(SectionId.MEMORY, list(memories, section -> {
            Limits memory = memory();
            write(section, memory);
            module.memories.add(memory);
        }));
        List<Sig> throwable =
                module.signatures.stream().filter(s -> s.results().isEmpty()).toList();
        standard(SectionId.TAG, list(throwable.isEmpty() ? 0 : random.nextInt(2), section -> {
            Sig tag = throwable.get(random.nextInt(throwable.size()));
            section.u8(0).u32(tag.index());
            module.tags.add(tag);
        }));
        standard(SectionId.GLOBAL, list(random.nextInt(5), section -> {
            var global = new Global(Type.any(random), random.nextBoolean());
            section.u8(global.type().code()).u8(global.isMutable() ? 1 : 0);
            bodies.initializer(section, global.type());
            module.globals.add(global);
        }));
        standard(SectionId.EXPORT, exports());
        start();
        standard(SectionId.ELEMENT, elements());
        OddWriter data = data();
        module.countsData = random.nextBoolean();
        if (module.countsData) {
            section(SectionId.DATA_COUNT, new OddWriter(random).u32(module.dataSegments));
            customs();
        }
        var code = new OddWriter(random).u32(defined);
        for (int i = module.importedFunctions; i < module.functions.size(); i++) {
            code.sized(bodies.body(module.functions.get(i)));
        }
        if (defined > 0 || random.nextBoolean()) {
            section(SectionId.CODE, code);
        }
        customs();
        if (module.dataSegments > 0 || random.nextInt(4) == 0) {
            section(SectionId.DATA, data);
        }
        customs();
        return out.toBytes();
    }

    /** Writes one entry of a list. */
    private interface Entry {
        void write(OddWriter section);
    }

    private OddWriter list(int count, Entry entry) {
        var section = new OddWriter(random).u32(count);
        for (int i = 0; i < count; i++) {
            entry.write(section);
        }
        return section;
    }

    /** Writes a section, and custom sections behind it. An empty list may be left out. */
    private void standard(SectionId id, OddWriter section) {
        boolean isEmpty = section.toBytes()[0] == 0 && section.toBytes().length == 1;
        if (!isEmpty || random.nextInt(4) == 0) {
            section(id, section);
        }
        customs();
    }

    private void section(SectionId id, OddWriter section) {
        out.u8(id.ordinal()).sized(section);
    }

    private void customs() {
        while (random.nextInt(5) == 0) {
            String name = CUSTOM_NAMES.get(random.nextInt(CUSTOM_NAMES.size()));
            byte[] content = new byte[random.nextInt(12)];
            random.nextBytes(content);
            boolean isName = name.equals("name");
            if (isName && hasNames) {
                continue;
            }
            hasNames |= isName;
            section(SectionId.CUSTOM, new OddWriter(random).name(name).raw(isName ? names() : content));
        }
    }

    /** The names of a module, and perhaps of functions that it does not have. */
    private byte[] names() {
        var content = new OddWriter(random);
        if (random.nextBoolean()) {
            content.u8(0).sized(new OddWriter(random).name("module"));
        }
        int count = random.nextInt(5);
        var functions = new OddWriter(random).u32(count);
        for (int i = 0; i < count; i++) {
            functions.u32(i * 2).name(STRINGS.get(random.nextInt(STRINGS.size())));
        }
        return content.u8(1).sized(functions).toBytes();
    }

    private OddWriter types() {
        int entries = 1 + random.nextInt(6);
        var section = new OddWriter(random).u32(entries);
        int index = 0;
        for (int i = 0; i < entries; i++) {
            if (random.nextInt(5) > 0) {
                index = signature(section, index);
                continue;
            }
            int count = random.nextInt(4);
            section.u8(GROUP).u32(count);
            for (int j = 0; j < count; j++) {
                if (random.nextBoolean()) {
                    section.u8(STRUCTURE).u32(1).u8(Type.any(random).code()).u8(1);
                    index++;
                } else {
                    index = signature(section, index);
                }
            }
        }
        if (module.signatures.isEmpty()) {
            // The last entry was an empty group or a structure; a module without functions needs no more.
            return types();
        }
        return section;
    }

    private int signature(OddWriter section, int index) {
        if (random.nextInt(8) == 0) {
            section.u8(FINAL).u32(0);
        }
        List<Type> params = some(random.nextInt(30) == 0 ? 40 : random.nextInt(4));
        List<Type> results = some(random.nextInt(5) == 0 ? 2 : random.nextInt(2));
        section.u8(FUNCTION_TYPE).u32(params.size());
        params.forEach(type -> section.u8(type.code()));
        section.u32(results.size());
        results.forEach(type -> section.u8(type.code()));
        module.signatures.add(new Sig(index, params, results));
        return index + 1;
    }

    private List<Type> some(int count) {
        return IntStream.range(0, count).mapToObj(i -> Type.any(random)).toList();
    }

    private Sig anySignature() {
        return module.signatures.get(random.nextInt(module.signatures.size()));
    }

    private OddWriter imports() {
        var kinds = new ArrayList<Integer>();
        for (int kind = 0; kind < 5; kind++) {
            int most = kind == 2 ? 1 : 3;
            kinds.addAll(Collections.nCopies(random.nextInt(most + 1), kind));
        }
        Collections.shuffle(kinds, random);
        List<Sig> throwable =
                module.signatures.stream().filter(s -> s.results().isEmpty()).toList();
        kinds.removeIf(kind -> kind == 4 && throwable.isEmpty());
        var section = new OddWriter(random).u32(kinds.size());
        for (int kind : kinds) {
            section.name(anyString()).name(anyString()).u8(kind);
            switch (kind) {
                case 0 -> {
                    Sig signature = anySignature();
                    section.u32(signature.index());
                    module.functions.add(signature);
                }
                case 1 -> {
                    Table table = table();
                    write(section, table);
                    module.tables.add(table);
                }
                case 2 -> {
                    Limits memory = memory();
                    write(section, memory);
                    module.memories.add(memory);
                }
                case 3 -> {
                    var global = new Global(Type.any(random), random.nextBoolean());
                    section.u8(global.type().code()).u8(global.isMutable() ? 1 : 0);
                    module.globals.add(global);
                }
                default -> {
                    Sig tag = throwable.get(random.nextInt(throwable.size()));
                    section.u8(0).u32(tag.index());
                    module.tags.add(tag);
                }
            }
        }
        module.importedFunctions = module.functions.size();
        module.importedGlobals = module.globals.size();
        return section;
    }

    private String anyString() {
        return STRINGS.get(random.nextInt(STRINGS.size()));
    }

    private void references() {
        for (int i = 0; i < module.functions.size(); i++) {
            if (random.nextInt(3) == 0) {
                module.referenced.add(i);
            }
        }
    }

    private Table table() {
        Type type = random.nextInt(3) == 0 ? Type.EXTERNREF : FUNCREF;
        return new Table(
                type,
                switch (random.nextInt(4)) {
                    case 0 -> new Limits(true, false, false, 0, 0);
                    case 1 -> new Limits(true, false, false, 1, 0xFFFF_FFFFL);
                    case 2 -> new Limits(false, false, false, 10_000, 0);
                    default -> new Limits(false, false, false, random.nextInt(20), 0);
                });
    }

    private Limits memory() {
        return switch (random.nextInt(7)) {
            case 0 -> new Limits(true, false, false, 0, 0);
            case 1 -> new Limits(true, false, false, 65_536, 65_536);
            case 2 -> new Limits(true, true, false, 1, 2);
            case 3 -> new Limits(random.nextBoolean(), false, true, 1, 262_144);
            default -> new Limits(random.nextBoolean(), false, false, 1, 65_536);
        };
    }

    private static void write(OddWriter section, Table table) {
        section.u8(table.type().code());
        write(section, table.limits());
    }

    private static void write(OddWriter section, Limits limits) {
        section.u8((limits.hasMost() ? 1 : 0) | (limits.isShared() ? 2 : 0) | (limits.isWide() ? 4 : 0));
        writeSize(section, limits.isWide(), limits.least());
        if (limits.hasMost()) {
            writeSize(section, limits.isWide(), limits.most());
        }
    }

    private static void writeSize(OddWriter section, boolean isWide, long size) {
        if (isWide) {
            section.u64(size);
        } else {
            section.u32((int) size);
        }
    }

    private OddWriter exports() {
        List<Integer> sizes = List.of(
                module.functions.size(),
                module.tables.size(),
                module.memories.size(),
                module.globals.size(),
                module.tags.size());
        var entries = new OddWriter(random);
        int count = 0;
        for (int i = random.nextInt(10); i > 0; i--) {
            int kind = random.nextInt(3) == 0 ? random.nextInt(5) : 0;
            if (sizes.get(kind) > 0) {
                int index = random.nextInt(sizes.get(kind));
                entries.name(anyString() + (count > 0 ? count : "")).u8(kind).u32(index);
                count++;
            }
        }
        return new OddWriter(random).u32(count).raw(entries);
    }

    private void start() {
        for (int i = 0; i < module.functions.size(); i++) {
            Sig signature = module.functions.get(i);
            if (signature.params().isEmpty() && signature.results().isEmpty() && random.nextBoolean()) {
                section(SectionId.START, new OddWriter(random).u32(i));
                customs();
                return;
            }
        }
    }

    private OddWriter elements() {
        int count = module.referenced.isEmpty() ? random.nextInt(3) : 1 + random.nextInt(4);
        int declaring = random.nextInt(Math.max(1, count));
        var section = new OddWriter(random).u32(count);
        for (int i = 0; i < count; i++) {
            boolean declares = i == declaring && !module.referenced.isEmpty();
            element(section, declares ? module.referenced : anyFunctions());
        }
        return section;
    }

    private List<Integer> anyFunctions() {
        return module.functions.isEmpty()
                ? List.of()
                : random.ints(random.nextInt(5), 0, module.functions.size())
                        .boxed()
                        .toList();
    }

    private void element(OddWriter section, List<Integer> functions) {
        boolean hasTable = !module.tables.isEmpty() && module.tables.get(0).type() == FUNCREF;
        int flags = random.nextInt(8);
        if ((flags & 1) == 0 && !hasTable) {
            flags |= 1;
        }
        section.u32(flags);
        if ((flags & 1) == 0) {
            if ((flags & 2) != 0) {
                section.u32(0);
            }
            bodies.initializer(section, I32);
        }
        boolean hasKind = (flags & 3) != 0;
        boolean isExpressions = (flags & 4) != 0;
        if (hasKind) {
            section.u8(isExpressions ? FUNCREF.code() : 0);
        }
        section.u32(functions.size());
        for (int function : functions) {
            if (isExpressions) {
                section.op(Opcode.REF_FUNC, function).op(Opcode.END);
            } else {
                section.u32(function);
            }
        }
        module.elements.add(FUNCREF);
    }

    private OddWriter data() {
        module.dataSegments = random.nextInt(3);
        var section = new OddWriter(random).u32(module.dataSegments);
        for (int i = 0; i < module.dataSegments; i++) {
            int flags = module.memories.isEmpty() ? 1 : random.nextInt(3);
            section.u32(flags);
            int memory = flags == 2 ? random.nextInt(module.memories.size()) : 0;
            if (flags == 2) {
                section.u32(memory);
            }
            if (flags != 1) {
                bodies.initializer(section, module.memories.get(memory).isWide() ? Type.I64 : I32);
            }
            section.blob(new byte[random.nextInt(20)]);
        }
        return section;
    }
}
