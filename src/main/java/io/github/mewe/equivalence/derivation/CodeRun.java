package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.BinaryOperator;
import io.github.mewe.ir.Const;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.IntBinary;
import io.github.mewe.ir.IntUnary;
import io.github.mewe.ir.Load;
import io.github.mewe.ir.Numeric;
import io.github.mewe.ir.NumericOperator;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.OpaqueKind;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.Store;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.VectorConst;
import io.github.mewe.wasm.ValueType;
import java.util.List;

/** Executes a body symbolically, up to a point where the run depends on unknown values. */
final class CodeRun {
    static final String OUT_OF_BOUNDS = "out of bounds";

    private static final int MOST_STEPS = 20_000;
    private static final int MOST_ROUNDS = 40;
    private static final int CHOICE_DEPTH = 4;

    private final ValueGraph graph;
    private final Code code;
    private final int side;
    private final List<String> memoryNames;
    private final NumericValues numerics;

    /**
     * Prepares runs of a body.
     *
     * @param side 0 for the body before the step, 1 for the one after
     * @param memoryNames the names of the memories of a point
     */
    CodeRun(ValueGraph graph, Code code, int side, List<String> memoryNames) {
        this.graph = graph;
        this.code = code;
        this.side = side;
        this.memoryNames = memoryNames;
        this.numerics = new NumericValues(graph);
    }

    static int bits(ValueType type) {
        return switch (type.kind()) {
            case I32, F32 -> 32;
            case I64, F64 -> 64;
            case V128 -> 128;
            default -> 0;
        };
    }

    /** Runs from the present place of a point, and returns the reason of the stop. */
    Stop run(CheckedPoint point) {
        ValueNode[] registers = point.registers[side];
        int rounds = 0;
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            CodeInstruction instruction = code.at(point.places[side]);
            int[] operands = instruction.operands();
            int next = instruction.next()[0];
            switch (instruction.kind()) {
                case COPY -> registers[instruction.target()] = registers[operands[0]];
                case CLEAR -> registers[instruction.target()] = zero(code.registers.get(instruction.target()));
                case GOTO -> {
                    // Nothing else happens.
                }
                case COMPUTE -> {
                    Stop stop = trap(instruction, point);
                    if (stop != null) {
                        return stop;
                    }
                    registers[instruction.target()] = compute(instruction, point);
                }
                case LOAD, STORE -> {
                    Stop stop = access(instruction, point);
                    if (stop != null) {
                        return stop;
                    }
                }
                case BRANCH -> {
                    ValueNode condition = graph.isTrue(registers[operands[0]]);
                    Boolean decided = point.facts.decide(condition);
                    if (decided == null) {
                        return new Stop(Stop.Kind.CONDITION, condition, null);
                    }
                    next = instruction.next()[decided ? 1 : 0];
                }
                case TABLE -> {
                    ValueNode index = point.facts.apply(registers[operands[0]]);
                    int last = instruction.next().length - 1;
                    if (!index.isConstant()) {
                        ValueNode within = graph.lessU(index, graph.constant(32, last));
                        if (last == 0 || Boolean.FALSE.equals(point.facts.decide(within))) {
                            next = instruction.next()[last];
                            break;
                        }
                        return new Stop(Stop.Kind.TABLE, index, null);
                    }
                    next = instruction.next()[(int) Math.min(last, index.number)];
                }
                case EVENT, FORK -> {
                    return new Stop(Stop.Kind.EVENT, null, null);
                }
                case RETURN -> {
                    return new Stop(Stop.Kind.RETURN, null, null);
                }
                case TRAP -> {
                    return new Stop(Stop.Kind.TRAP, null, "unreachable");
                }
            }
            rounds += next <= point.places[side] ? 1 : 0;
            point.places[side] = next;
            point.moved[side] = true;
            if (rounds > MOST_ROUNDS) {
                return new Stop(Stop.Kind.LOOP, null, null);
            }
        }
        throw new UndecidedException("a loop without unknown values runs for more than " + MOST_STEPS + " steps");
    }

    ValueNode zero(ValueType type) {
        int bits = bits(type);
        return bits == 32 || bits == 64
                ? graph.constant(bits, 0)
                : bits == 128 ? numerics.vector(0, 0) : graph.named(bits, "default " + type);
    }

    private Stop trap(CodeInstruction instruction, CheckedPoint point) {
        ValueNode[] registers = point.registers[side];
        if (instruction.expr() instanceof IntBinary binary && binary.operator().canTrap()) {
            ValueNode left = registers[instruction.operands()[0]];
            ValueNode right = registers[instruction.operands()[1]];
            Stop stop = trap(graph.isZero(right), "division by zero", point);
            if (stop == null && binary.operator() == BinaryOperator.DIV_S) {
                ValueNode least = graph.constant(left.bits, 1L << (left.bits - 1));
                ValueNode minusOne = graph.constant(left.bits, -1);
                ValueNode overflow = graph.and(graph.equal(left, least), graph.equal(right, minusOne));
                stop = trap(overflow, "overflow", point);
            }
            return stop;
        }
        if (instruction.expr() instanceof Numeric numeric
                && numeric.operator().outcome() == NumericOperator.Outcome.TRAPS) {
            String name = numeric.operator().name();
            ValueNode condition =
                    graph.apply("trap " + name, 32, true, registers[instruction.operands()[0]]);
            return trap(condition, name, point);
        }
        return null;
    }

    private Stop trap(ValueNode condition, String kind, CheckedPoint point) {
        Boolean decided = point.facts.decide(condition);
        if (decided == null) {
            return new Stop(Stop.Kind.CONDITION, condition, kind);
        }
        return decided ? new Stop(Stop.Kind.TRAP, null, kind) : null;
    }

    private ValueNode compute(CodeInstruction instruction, CheckedPoint point) {
        ValueNode[] registers = point.registers[side];
        int[] operands = instruction.operands();
        Expr expr = instruction.expr();
        if (expr instanceof Const constant) {
            return graph.constant(bits(constant.type()), constant.bits());
        }
        if (expr instanceof IntBinary binary) {
            return graph.binary(binary.operator(), registers[operands[0]], registers[operands[1]]);
        }
        if (expr instanceof IntUnary unary) {
            return graph.unary(unary.operator(), registers[operands[0]]);
        }
        if (expr instanceof Select) {
            return graph.choice(graph.isTrue(registers[operands[2]]), registers[operands[0]], registers[operands[1]]);
        }
        if (expr instanceof GlobalGet get) {
            return graph.named(bits(get.type()), "global " + get.name());
        }
        if (expr instanceof VectorConst vector) {
            return numerics.vector(vector.low(), vector.high());
        }
        if (expr instanceof Opaque opaque) {
            return tuple(opaque, operands, registers);
        }
        Numeric numeric = (Numeric) expr;
        var values = new ValueNode[operands.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = registers[operands[i]];
        }
        ValueNode result = numerics.of(numeric.operator(), values);
        if (numeric.operator().outcome() == NumericOperator.Outcome.ANY_NAN && !result.isConstant()) {
            point.choices.merge(result, side == 0 ? 1 : -1, Integer::sum);
        }
        return result;
    }

    private ValueNode tuple(Opaque operation, int[] operands, ValueNode[] registers) {
        if (operation.template().kind() instanceof OpaqueKind.ExtractElement element) {
            return graph.element(registers[operands[0]], element.index(), bits(operation.type()));
        }
        var elements = new ValueNode[operands.length];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = registers[operands[i]];
        }
        return graph.tuple(elements);
    }

    private Stop access(CodeInstruction instruction, CheckedPoint point) {
        ValueNode[] registers = point.registers[side];
        boolean reads = instruction.expr() instanceof Load;
        var memory = reads ? ((Load) instruction.expr()).memory() : ((Store) instruction.expr()).memory();
        long offset = reads ? ((Load) instruction.expr()).offset() : ((Store) instruction.expr()).offset();
        int bytes = reads ? ((Load) instruction.expr()).bytes() : ((Store) instruction.expr()).bytes();
        ValueNode address = graph.add(graph.zeroExtend(registers[instruction.operands()[0]]), offset);
        address = point.facts.apply(address);
        ValueNode choice = undecided(address, CHOICE_DEPTH, false);
        if (choice != null && point.facts.decide(choice) == null) {
            return new Stop(Stop.Kind.CONDITION, choice, null);
        }
        address = point.facts.unwrapped(address);
        long constant = ValueGraph.constantOf(address);
        ValueNode base = graph.add(address, -constant);
        Stop stop = trap(graph.outside(memory.name(), base, constant + bytes), OUT_OF_BOUNDS, point);
        if (stop != null) {
            return stop;
        }
        int index = memoryNames.indexOf(memory.name());
        ValueNode content = point.memories[side][index];
        if (reads) {
            registers[instruction.target()] = loaded((Load) instruction.expr(), content, address);
        } else {
            point.memories[side][index] =
                    graph.store(content, address, bytes, registers[instruction.operands()[1]]);
        }
        return null;
    }

    /** A truth value that an address depends on; null if there is none near its root. */
    private static ValueNode undecided(ValueNode address, int depth, boolean isMask) {
        if (address.kind == ValueKind.CHOICE) {
            return address.parts[0];
        }
        if (address.kind == ValueKind.LESS_U || address.kind == ValueKind.IS_ZERO && isMask) {
            return address;
        }
        boolean passes =
                address.kind == ValueKind.SUM || address.kind == ValueKind.ZERO_EXTEND || address.kind == ValueKind.OR;
        for (int i = 0; passes && depth > 0 && i < address.parts.length; i++) {
            ValueNode found = undecided(address.parts[i], depth - 1, isMask || address.kind == ValueKind.OR);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private ValueNode loaded(Load load, ValueNode memory, ValueNode address) {
        int bits = bits(load.valueType());
        int bytes = load.bytes();
        if (bytes == 16) {
            return graph.load(memory, address, bytes, 128);
        }
        if (bits == 128) {
            throw new UndecidedException("a vector is loaded in part");
        }
        ValueNode value = graph.load(memory, address, bytes, bytes == 8 ? 64 : 32);
        if (bytes * 8 == bits) {
            return value;
        }
        if (load.signed()) {
            ValueNode sized = bytes == 4 ? value : extended(value, 32 - 8 * bytes);
            return bits == 64 ? graph.signExtend(sized) : sized;
        }
        return bits == 64 ? graph.zeroExtend(value) : value;
    }

    private ValueNode extended(ValueNode value, int unused) {
        ValueNode count = graph.constant(32, unused);
        return graph.shiftRightSigned(graph.shiftLeft(value, count), count);
    }

    /** The values of a table's index that have an entry of their own. */
    static int entries(CodeInstruction table) {
        return ((Switch) table.expr()).targets().size();
    }
}
