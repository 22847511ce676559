package io.github.mewe.variant;

import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The temporary locals of one body. A temporary is in use only within the replacement that took it. Other replacements
 * may reuse it, unless they are nested in the first.
 */
public final class TemporaryLocals {
    private final int firstIndex;
    private final boolean allowed;
    private final List<ValueType> added = new ArrayList<>();

    /**
     * Creates temporaries with indices after the function's locals.
     *
     * @param function the function
     * @param allowed true if locals may be added
     */
    public TemporaryLocals(FunctionBody function, boolean allowed) {
        this.firstIndex = function.localCount();
        this.allowed = allowed;
    }

    /** Returns true if locals may be added. */
    public boolean areAllowed() {
        return allowed;
    }

    /**
     * Takes a temporary.
     *
     * @param type its type
     * @param busy the locals that are in use
     * @return a read of it; empty if locals may not be added
     */
    public Optional<LocalGet> take(ValueType type, BitSet busy) {
        if (!allowed) {
            return Optional.empty();
        }
        for (int i = 0; i < added.size(); i++) {
            if (added.get(i).equals(type) && !busy.get(firstIndex + i)) {
                return Optional.of(new LocalGet(firstIndex + i, type));
            }
        }
        added.add(type);
        return Optional.of(new LocalGet(firstIndex + added.size() - 1, type));
    }

    /** The types of the locals that were added. */
    public List<ValueType> added() {
        return List.copyOf(added);
    }
}
