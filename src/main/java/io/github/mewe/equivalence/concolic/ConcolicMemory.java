package io.github.mewe.equivalence.concolic;

import io.github.mewe.equivalence.harness.JournalingMemory;
import io.github.mewe.equivalence.harness.StubRecorder;
import io.github.mewe.wasm.Arithmetic;
import io.github.mewe.wasm.Opcode;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;

/** Executes the instructions that access memory, on concrete bytes and their symbolic values. */
final class ConcolicMemory {
    private static final int MOST_COPIED = 1_024;

    private final JournalingMemory memory;
    private final StubRecorder stubs;
    private final OperandStack stack;
    private final TraceRecorder trace;
    private final SymbolicMemory written = new SymbolicMemory();

    ConcolicMemory(JournalingMemory memory, StubRecorder stubs, OperandStack stack, TraceRecorder trace) {
        this.memory = memory;
        this.stubs = stubs;
        this.stack = stack;
        this.trace = trace;
    }

    void begin() {
        written.clear();
    }

    void size() {
        stack.push(memory.pages(), null);
    }

    void grow() {
        int top = stack.height() - 1;
        stack.set(top, memory.grow((int) stack.value(top)) & 0xFFFF_FFFFL, null);
    }

    /** Takes over the words that the last stub call wrote behind pointers. */
    void addStubWrites() {
        for (int address : stubs.lastWrites()) {
            long value = memory.readInt(address) & 0xFFFF_FFFFL;
            written.put(new SymbolicMemory.Write(address, 4, effect(address, 4, ValueType.I32, value), stubs.calls()));
        }
    }

    private int address(long offset, int bytes, int slot, int place) {
        long address = (stack.value(slot) & 0xFFFF_FFFFL) + offset;
        if (stack.symbol(slot) != null) {
            trace.note(place, ExecutionTrace.Kind.KEPT, stack.symbol(slot), false);
        }
        if (address + bytes > memory.size()) {
            throw new JournalingMemory.OutOfBounds();
        }
        return (int) address;
    }

    private static int accessed(Opcode operation) {
        return switch (operation) {
            case I32_LOAD, F32_LOAD, I64_LOAD32_S, I64_LOAD32_U, I32_STORE, F32_STORE, I64_STORE32 -> 4;
            case I64_LOAD, F64_LOAD, I64_STORE, F64_STORE -> 8;
            case I32_LOAD8_S, I32_LOAD8_U, I64_LOAD8_S, I64_LOAD8_U, I32_STORE8, I64_STORE8 -> 1;
            default -> 2;
        };
    }

    private long read(int address, int bytes) {
        return switch (bytes) {
            case 1 -> memory.read(address) & 0xFF;
            case 2 -> memory.readShort(address) & 0xFFFF;
            case 4 -> memory.readInt(address) & 0xFFFF_FFFFL;
            default -> memory.readLong(address);
        };
    }

    void load(Opcode operation, long offset, int place) {
        int bytes = accessed(operation);
        int top = stack.height() - 1;
        int address = address(offset, bytes, top, place);
        long raw = read(address, bytes);
        ValueType type = switch (operation) {
            case I32_LOAD, I32_LOAD8_S, I32_LOAD8_U, I32_LOAD16_S, I32_LOAD16_U -> ValueType.I32;
            case F32_LOAD -> ValueType.F32;
            case F64_LOAD -> ValueType.F64;
            default -> ValueType.I64;
        };
        SymbolicValue symbol = loaded(address, bytes, type, raw);
        Opcode extension = switch (operation) {
            case I32_LOAD8_S -> Opcode.I32_EXTEND8_S;
            case I32_LOAD16_S -> Opcode.I32_EXTEND16_S;
            case I64_LOAD8_S -> Opcode.I64_EXTEND8_S;
            case I64_LOAD16_S -> Opcode.I64_EXTEND16_S;
            case I64_LOAD32_S -> Opcode.I64_EXTEND32_S;
            default -> null;
        };
        if (extension != null) {
            raw = Arithmetic.unary(extension, raw);
            symbol = symbol == null ? null : SymbolicValue.of(extension, symbol, null, null, raw);
        }
        stack.set(top, raw, symbol);
        if (symbol != null && bytes < 8 && !type.equals(ValueType.F32)) {
            trace.reach(place, ExecutionTrace.PASSED | ((raw >>> 8 * bytes - 1 & 1) != 0 ? ExecutionTrace.WIDE : 0));
            trace.note(place, ExecutionTrace.Kind.LOAD, symbol, false);
        }
        trace.noteFloat(place, type, raw, symbol);
    }

    /** The symbolic value of bytes of memory; null if they count as constants. */
    private SymbolicValue loaded(int address, int bytes, ValueType type, long raw) {
        SymbolicMemory.Write first = written.at(address);
        boolean isWritten = first != null;
        boolean isOne = true;
        int calls = first == null ? 0 : first.calls();
        for (int i = 1; i < bytes && !written.isEmpty(); i++) {
            SymbolicMemory.Write write = written.at(address + i);
            isWritten |= write != null;
            isOne &= write == first;
            calls = write == null ? calls : Math.max(calls, write.calls());
        }
        if (!isWritten) {
            return trace.leaf(new SymbolicValue.Leaf(SymbolicValue.Kind.MEMORY, address, 0, bytes, type), raw);
        }
        if (isOne && first != null && first.term() != null) {
            return part(first, address, bytes, raw);
        }
        return calls < stubs.calls() ? effect(address, bytes, type, raw) : null;
    }

    /** The symbolic value of some bytes of one store. */
    private static SymbolicValue part(SymbolicMemory.Write store, int address, int bytes, long raw) {
        int skipped = address - store.address();
        if (skipped == 0 && bytes == store.bytes()) {
            return store.term();
        }
        SymbolicValue symbol = store.term();
        if (skipped > 0) {
            long shifted = symbol.value >>> 8 * skipped;
            symbol = SymbolicValue.of(Opcode.I64_SHR_U, symbol, SymbolicValue.constant(8L * skipped), null, shifted);
        }
        return symbol == null || bytes == 8
                ? symbol
                : SymbolicValue.of(Opcode.I64_AND, symbol, SymbolicValue.constant((1L << 8 * bytes) - 1), null, raw);
    }

    private SymbolicValue effect(int address, int bytes, ValueType type, long value) {
        return trace.leaf(
                new SymbolicValue.Leaf(SymbolicValue.Kind.EFFECT, address, stubs.calls() - 1, bytes, type), value);
    }

    void store(Opcode operation, long offset, int place) {
        int bytes = accessed(operation);
        stack.drop(2);
        int top = stack.height();
        int address = address(offset, bytes, top, place);
        long value = stack.value(top + 1);
        SymbolicValue symbol = stack.symbol(top + 1);
        write(address, bytes, value);
        trace.store(address, value, bytes);
        if (symbol != null && operation.isBetween(Opcode.I32_STORE8, Opcode.I64_STORE32)) {
            long mask = (1L << 8 * bytes) - 1;
            trace.reach(place, ExecutionTrace.PASSED | ((value & ~mask) != 0 ? ExecutionTrace.WIDE : 0));
            symbol = SymbolicValue.of(Opcode.I64_AND, symbol, SymbolicValue.constant(mask), null, value & mask);
            if (symbol != null) {
                trace.note(place, ExecutionTrace.Kind.VALUE, symbol, false);
            }
        }
        written.put(new SymbolicMemory.Write(address, bytes, symbol, stubs.calls()));
    }

    private void write(int address, int bytes, long value) {
        switch (bytes) {
            case 1 -> memory.writeByte(address, (byte) value);
            case 2 -> memory.writeShort(address, (short) value);
            case 4 -> memory.writeI32(address, (int) value);
            default -> memory.writeLong(address, value);
        }
    }

    /** Executes {@code memory.init}, {@code data.drop}, {@code memory.copy} or {@code memory.fill}. */
    void bulk(Opcode operation, int segment) {
        if (operation == Opcode.DATA_DROP) {
            memory.drop(segment);
            return;
        }
        stack.drop(3);
        int top = stack.height();
        int to = (int) stack.value(top);
        int from = (int) stack.value(top + 1);
        int size = (int) stack.value(top + 2);
        switch (operation) {
            case MEMORY_INIT -> {
                memory.initPassiveSegment(segment, to, from, size);
                addConstants(to, size);
            }
            case MEMORY_COPY -> copy(to, from, size);
            default -> {
                if (size < 0) {
                    throw new JournalingMemory.OutOfBounds();
                }
                memory.fill((byte) from, to, to + size);
                addConstants(to, size);
            }
        }
    }

    private void addConstants(int address, int size) {
        for (int i = 0; i < size; i += 8) {
            written.put(new SymbolicMemory.Write(address + i, Math.min(8, size - i), null, stubs.calls()));
        }
    }

    private void copy(int to, int from, int size) {
        if (size < 0 || size > MOST_COPIED) {
            memory.copy(to, from, size);
            addConstants(to, size);
            return;
        }
        var parts = new ArrayList<SymbolicMemory.Write>();
        for (int i = 0; i < size; ) {
            int bytes = size - i >= 4 ? 4 : 1;
            if (from < 0 || to < 0 || from + size > memory.size() || to + size > memory.size()) {
                throw new JournalingMemory.OutOfBounds();
            }
            SymbolicValue symbol = loaded(from + i, bytes, ValueType.I32, read(from + i, bytes));
            parts.add(new SymbolicMemory.Write(to + i, bytes, symbol, stubs.calls()));
            i += bytes;
        }
        memory.copy(to, from, size);
        parts.forEach(written::put);
    }
}
