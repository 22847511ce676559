package io.github.mewe.variant;

import io.github.mewe.ir.GlobalGet;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads of the mutable integer globals of a module, in order. */
public final class GlobalReads {
    private final List<GlobalGet> all;
    private final Map<ValueType, List<GlobalGet>> byType = new HashMap<>();
    private final Map<GlobalGet, Integer> positions = new HashMap<>();

    /** Creates the index of some reads. */
    public GlobalReads(List<GlobalGet> all) {
        this.all = List.copyOf(all);
        for (GlobalGet get : all) {
            List<GlobalGet> same = byType.computeIfAbsent(get.type(), type -> new ArrayList<>());
            positions.put(get, same.size());
            same.add(get);
        }
    }

    /** All reads. */
    public List<GlobalGet> all() {
        return all;
    }

    /** The reads of one type. */
    List<GlobalGet> of(ValueType type) {
        return byType.getOrDefault(type, List.of());
    }

    /** The position of a read among those of its type; -1 if it is not one of these reads. */
    int position(GlobalGet get) {
        return positions.getOrDefault(get, -1);
    }
}
