package io.github.mewe.wasm;

import io.github.mewe.wasm.BinaryLayout.Body;
import io.github.mewe.wasm.Immediate.BlockType;
import java.util.List;

/**
 * Copies of function bodies that name functions and types in place of their indices, which depend on the whole module.
 */
public final class NamedReferences {
    private final Names names;
    private final BinaryWriter out;

    /**
     * Prepares copies.
     *
     * @param out receives the copies, which are no valid bodies
     */
    public NamedReferences(Names names, BinaryWriter out) {
        this.names = names;
        this.out = out;
    }

    /** The names of what indices in a module refer to. */
    public interface Names {
        /** The name of a function. */
        String function(int index);

        /** The name of a type. */
        String type(int index);

        /** A name of all types together, for a body that refers to types in ways that are not resolved. */
        String allTypes();
    }

    /**
     * Copies a body. Bodies with equal copies differ at most in the indices of functions and types with equal names.
     *
     * @param binary the module
     * @throws MalformedModuleException if the body has an unknown instruction
     */
    public void copy(byte[] binary, Body body) {
        var reader = new BinaryReader(binary, body.start(), body.end());
        boolean hasOtherTypes = LocalGroup.readAll(reader).stream()
                .anyMatch(group -> group.type().isReference());
        int copied = body.start();
        while (reader.hasMore()) {
            List<ImmediateKind> kinds = OpcodeTable.read(reader).immediates();
            for (int i = 0, size = kinds.size(); i < size; i++) {
                ImmediateKind kind = kinds.get(i);
                int start = reader.position();
                String name = name(kind, reader);
                hasOtherTypes |= kind == ImmediateKind.HEAP_TYPE || kind == ImmediateKind.VALUE_TYPES;
                if (name != null) {
                    out.raw(binary, copied, start).name(name);
                    copied = reader.position();
                }
            }
        }
        out.raw(binary, copied, body.end());
        if (hasOtherTypes) {
            out.name(names.allTypes());
        }
    }

    /** Reads an immediate. Returns the name of the function or type that it refers to, or null for others. */
    private String name(ImmediateKind kind, BinaryReader reader) {
        switch (kind) {
            case FUNCTION -> {
                return names.function(reader.u32());
            }
            case TYPE -> {
                return names.type(reader.u32());
            }
            case BLOCK_TYPE -> {
                var type = (BlockType) ImmediateFormat.read(kind, reader);
                return type.isIndex() ? names.type(type.index()) : null;
            }
            case LABEL, TABLE, MEMORY, GLOBAL, LOCAL -> reader.u32(); // Most immediates: spares an object for each.
            default -> ImmediateFormat.read(kind, reader);
        }
        return null;
    }
}
