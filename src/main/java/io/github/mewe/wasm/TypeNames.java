package io.github.mewe.wasm;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Names of types that, where possible, do not depend on the indices of types. */
public final class TypeNames {
    private static final int FIRST_NUMERIC = 0x7B;
    private static final int LAST_NUMERIC = 0x7F;

    private final Map<Integer, String> resolved = new HashMap<>();
    private final String all;

    /**
     * Names the types of a module.
     *
     * @param all a text that differs for other type sections
     */
    public TypeNames(byte[] binary, BinaryLayout layout, String all) {
        this.all = all;
        try {
            for (TypeSection.Group group : TypeSection.of(binary, layout).groups()) {
                if (group.count() == 1 && isNumeric(group.definitions())) {
                    resolved.put(group.first(), HexFormat.of().formatHex(group.definitions()));
                }
            }
        } catch (MalformedModuleException e) {
            // If the native library knows the types, their indices serve as names.
            resolved.clear();
        }
    }

    /** Determines if a type is that of a function without references. */
    private static boolean isNumeric(byte[] definition) {
        var reader = new BinaryReader(definition);
        boolean isNumeric = reader.u8() == TypeFormat.FUNCTION;
        for (int lists = 2; lists > 0 && isNumeric; lists--) {
            for (int values = reader.count(); values > 0 && isNumeric; values--) {
                int type = reader.u8();
                isNumeric = type >= FIRST_NUMERIC && type <= LAST_NUMERIC;
            }
        }
        return isNumeric;
    }

    /** The name of a type. */
    public String of(int index) {
        return resolved.getOrDefault(index, all + index);
    }

    /** A name of all types together. */
    public String all() {
        return all;
    }
}
