package io.github.mewe.harden;

import io.github.mewe.binaryen.BinaryenModule;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.Store;
import io.github.mewe.wasm.Instruction;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.ModuleSections.Data;
import io.github.mewe.wasm.Opcode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** The variables at constant addresses that functions load and store. */
final class HeapVariables {
    private static final int WORD_BYTES = 4;

    private final BinaryenModule module;
    private final Map<String, Set<Long>> addresses = new HashMap<>();

    HeapVariables(BinaryenModule module) {
        this.module = module;
    }

    /** The addresses that any of the functions accesses. */
    Set<Long> in(Set<String> functions) {
        var all = new HashSet<Long>();
        functions.forEach(function -> all.addAll(in(function)));
        return all;
    }

    /** Determines if a function accesses any of the addresses. */
    boolean usesAny(String function, Set<Long> state) {
        return in(function).stream().anyMatch(state::contains);
    }

    private Set<Long> in(String function) {
        return addresses.computeIfAbsent(function, name -> {
            var found = new HashSet<Long>();
            if (module.reasonLeftAlone(name).isEmpty()) {
                ExprWalk.each(module.lift(name).root(), expr -> collect(expr, found));
            }
            return found;
        });
    }

    private static void collect(Expr expr, Set<Long> found) {
        if (expr instanceof Load load && load.address() instanceof Const base) {
            found.add(base.bits() + load.offset());
        } else if (expr instanceof Store store && store.address() instanceof Const base) {
            found.add(base.bits() + store.offset());
        }
    }

    /** Determines if a data segment sets a variable to something other than zero. */
    static boolean areSet(Set<Long> state, ModuleSections sections) {
        return sections.data().stream().anyMatch(segment -> segment.isActive() && sets(state, segment));
    }

    private static boolean sets(Set<Long> state, Data segment) {
        List<Instruction> offset = segment.offset();
        if (offset.isEmpty() || offset.get(0).opcode() != Opcode.I32_CONST) {
            return false;
        }
        long start = offset.get(0).constant() & 0xFFFF_FFFFL;
        byte[] content = segment.content();
        return state.stream()
                .flatMapToLong(address -> LongStream.range(address - start, address - start + WORD_BYTES))
                .anyMatch(place -> place >= 0 && place < content.length && content[(int) place] != 0);
    }
}
