package io.github.mewe.harden;

import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.Store;
import io.github.mewe.wasm.Instruction;
import io.github.mewe.wasm.ModuleSections;
import io.github.mewe.wasm.ModuleSections.Data;
import io.github.mewe.wasm.Opcode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * The place of the stack in linear memory. A module states where its stack starts, but not where it ends.
 *
 * @param start the stack pointer's value in a new instance
 * @param most an upper bound of the size in bytes: the distance from the start to the nearest initialised data below it
 * @param size the estimated size in bytes; empty if it is unknown
 */
public record StackExtent(long start, long most, OptionalLong size) {
    /** Emscripten's default size until version 3.1.26; other defaults are powers of two. */
    private static final long FORMER_EMSCRIPTEN_DEFAULT = 5 << 20;

    /** The largest gap between the stack and the highest static address in the code. */
    private static final long MOST_GAP = 4096;

    /**
     * Finds the stack of a module. If all static data lies above the stack, the stack ends at address 0. Otherwise,
     * uninitialised data, which the module does not list, may lie between initialised data and the stack. The highest
     * static address in the code then shows about where it ends. The size is known if the distance from there to the
     * start is little more than a usual size of stacks.
     *
     * @param global the index of the stack pointer
     * @param functions bodies of the module's functions
     * @return empty if the start is not a constant of the module
     */
    public static Optional<StackExtent> of(ModuleSections sections, int global, Collection<FunctionBody> functions) {
        OptionalLong start = global < sections.importedGlobals()
                ? OptionalLong.empty()
                : constant(sections.globals().get(global).init());
        return start.isEmpty() ? Optional.empty() : Optional.of(of(start.getAsLong(), sections.data(), functions));
    }

    private static StackExtent of(long start, List<Data> segments, Collection<FunctionBody> functions) {
        List<Data> placed = segments.stream()
                .filter(data -> data.isActive() && constant(data.offset()).isPresent())
                .toList();
        long dataEnd = placed.stream()
                .mapToLong(data -> address(data) + data.content().length)
                .filter(end -> end <= start)
                .max()
                .orElse(0);
        long most = start - dataEnd;
        boolean isFirst = !placed.isEmpty() && placed.stream().allMatch(data -> address(data) >= start);
        return new StackExtent(
                start,
                most,
                isFirst ? OptionalLong.of(start) : usualSize(Math.min(most, start - highestAddress(functions, start))));
    }

    private static OptionalLong usualSize(long distance) {
        return LongStream.of(FORMER_EMSCRIPTEN_DEFAULT, Long.highestOneBit(distance))
                .filter(size -> size > 0 && size <= distance && distance <= size + MOST_GAP)
                .findFirst();
    }

    private static long highestAddress(Collection<FunctionBody> functions, long below) {
        long[] highest = {0};
        for (FunctionBody function : functions) {
            ExprWalk.each(function.root(), expr -> {
                long address = staticAddress(expr);
                if (address < below) {
                    highest[0] = Math.max(highest[0], address);
                }
            });
        }
        return highest[0];
    }

    /** The part of an access's address that is an immediate or a constant; 0 for other expressions. */
    private static long staticAddress(Expr expr) {
        if (expr instanceof Load load) {
            return load.offset() + constantPart(load.address());
        }
        return expr instanceof Store store ? store.offset() + constantPart(store.address()) : 0;
    }

    private static long constantPart(Expr address) {
        return address instanceof Const constant ? constant.bits() : 0;
    }

    private static long address(Data data) {
        return constant(data.offset()).getAsLong();
    }

    /** The value of an initialiser; empty if it is not a constant. */
    private static OptionalLong constant(List<Instruction> init) {
        boolean isConstant =
                !init.isEmpty() && init.stream().skip(1).allMatch(instruction -> instruction.opcode() == Opcode.END);
        if (!isConstant) {
            return OptionalLong.empty();
        }
        long value = init.get(0).constant();
        return switch (init.get(0).opcode()) {
            case I32_CONST -> OptionalLong.of(Integer.toUnsignedLong((int) value));
            case I64_CONST -> OptionalLong.of(value);
            default -> OptionalLong.empty();
        };
    }
}
