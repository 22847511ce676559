package io.github.mewe.equivalence.validation;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Sort;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.GlobalSet;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.Memory;
import io.github.mewe.ir.Store;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state outside of bodies, with an index in an array of terms for each part: the memories and mutable globals that
 * any of them names, and the world. The world covers the history of calls and everything else, including memories and
 * globals that no body names, since only callees can access them.
 *
 * @param memories the names of the memories
 * @param globals the types of the mutable globals by their names
 */
record EffectLayout(List<String> memories, SortedMap<String, ValueType> globals) {
    /** The width of memory sizes in bytes, and of sums of addresses and offsets. */
    static final int SIZE_BITS = 35;

    private static final int PAGE_BITS = 16;
    private static final long MOST_BYTES = 1L << 32;
    private static final long LIKELY_BYTES = 256L << PAGE_BITS;

    /** The layout for some bodies. */
    static EffectLayout of(List<FunctionBody> bodies, ModuleContext surroundings) throws UnprovableException {
        var memories = new TreeMap<String, Memory>();
        var globals = new TreeMap<String, ValueType>();
        for (FunctionBody body : bodies) {
            ExprWalk.each(body.root(), expr -> {
                if (expr instanceof Load load) {
                    memories.put(load.memory().name(), load.memory());
                } else if (expr instanceof Store store) {
                    memories.put(store.memory().name(), store.memory());
                } else if (expr instanceof GlobalGet get && get.isReachable()) {
                    globals.put(get.name(), get.type());
                } else if (expr instanceof GlobalSet set && set.value().isReachable()) {
                    globals.putIfAbsent(set.name(), set.value().type());
                }
            });
        }
        if (memories.values().stream().anyMatch(Memory::shared)) {
            throw new UnprovableException("it uses a shared memory");
        }
        if (memories.values().stream().anyMatch(Memory::is64)) {
            throw new UnprovableException("it uses a memory with 64-bit addresses");
        }
        globals.keySet().removeIf(surroundings::isImmutable);
        if (!globals.values().stream().allMatch(ValueType::isScalar)) {
            throw new UnprovableException("it uses a global of type "
                    + globals.values().stream()
                            .filter(type -> !type.isScalar())
                            .findFirst()
                            .orElseThrow());
        }
        return new EffectLayout(List.copyOf(memories.keySet()), globals);
    }

    /** The number of parts. */
    int places() {
        return 2 * memories.size() + globals.size() + 2;
    }

    int memory(String name) {
        return memories.indexOf(name);
    }

    int size(String memory) {
        return memories.size() + memories.indexOf(memory);
    }

    /** The index of a mutable global. */
    int global(String name) {
        return 2 * memories.size() + globals.headMap(name).size();
    }

    /** The index of the world. */
    int world() {
        return places() - 2;
    }

    /** The index of the number of NaNs that the engine has chosen so far, which is not observable. */
    int draws() {
        return places() - 1;
    }

    /** The initial state, as variables. */
    Expr<?>[] begin(TermBuilder terms) {
        var begin = new Expr<?>[places()];
        List<Sort> sorts = sorts(terms);
        for (int i = 0; i < draws(); i++) {
            begin[i] = i >= memories.size() && i < 2 * memories.size()
                    ? terms.input("begin" + i, sorts.get(i), MOST_BYTES, MOST_BYTES, MOST_BYTES, LIKELY_BYTES)
                    : terms.input("begin" + i, sorts.get(i));
        }
        begin[draws()] = terms.number(0, ValueType.I32.bits());
        return begin;
    }

    /** The sorts of the parts. */
    List<Sort> sorts(TermBuilder terms) {
        Context context = terms.context();
        List<Sort> sorts = new ArrayList<>();
        memories.forEach(memory -> sorts.add(terms.memorySort()));
        memories.forEach(memory -> sorts.add(context.mkBitVecSort(SIZE_BITS)));
        globals.values().forEach(type -> sorts.add(context.mkBitVecSort(8 * type.bytes())));
        sorts.add(context.mkUninterpretedSort("World"));
        sorts.add(context.mkBitVecSort(ValueType.I32.bits()));
        return sorts;
    }

    /** The condition that the sizes of memories are whole pages, within the address space. */
    BoolExpr sizesAreValid(Expr<?>[] effects, TermBuilder terms) {
        BoolExpr valid = terms.yes();
        for (String memory : memories) {
            var size = (BitVecExpr) effects[size(memory)];
            valid = terms.all(
                    valid,
                    terms.equal(terms.part(size, PAGE_BITS - 1, 0), terms.number(0, PAGE_BITS)),
                    terms.not(terms.isLess(terms.number(MOST_BYTES, SIZE_BITS), size)));
        }
        return valid;
    }

    /** The condition under which an access is out of bounds. */
    BoolExpr isOutside(
            Expr<?>[] effects, String memory, BitVecExpr address, long offset, int bytes, TermBuilder terms) {
        return terms.isOutside((BitVecExpr) effects[size(memory)], address, offset + bytes, MOST_BYTES);
    }
}
