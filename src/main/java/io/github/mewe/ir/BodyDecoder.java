package io.github.mewe.ir;

import io.github.mewe.wasm.BinaryReader;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Decodes what a {@link BodyEncoder} wrote. Every method throws a {@link RuntimeException} on other input. */
public final class BodyDecoder {
    private static final UnaryOperator[] UNARY = UnaryOperator.values();
    private static final BinaryOperator[] BINARY = BinaryOperator.values();

    private static final ValueType[] NUMBERED = {
        ValueType.NONE,
        ValueType.UNREACHABLE,
        ValueType.I32,
        ValueType.I64,
        ValueType.F32,
        ValueType.F64,
        ValueType.V128
    };

    private final BinaryReader input;
    private final BaseNodes base;
    private final List<Expr> nodes;
    private final List<String> texts = new ArrayList<>();

    /**
     * Creates a decoder.
     *
     * @param base the base function of the encoder
     * @param others the other functions of the encoder
     * @param input the encoder's output
     */
    public BodyDecoder(FunctionBody base, List<FunctionBody> others, BinaryReader input) {
        this.base = BaseNodes.of(base, others);
        this.input = input;
        this.nodes = new ArrayList<>(this.base.nodes());
    }

    /** Decodes a function. */
    public FunctionBody function() {
        String name = text();
        var signature = new Signature(types(), type());
        List<ValueType> vars = types();
        for (NodeTag tag = tag(); tag != NodeTag.END; tag = tag()) {
            nodes.add(node(tag));
        }
        return new FunctionBody(name, signature, vars, reference());
    }

    /** Decodes a text, or null. */
    public String text() {
        int number = input.u32();
        if (number == 0) {
            return null;
        }
        if (number == texts.size() + 1) {
            texts.add(input.name());
        }
        return texts.get(number - 1);
    }

    private List<ValueType> types() {
        var types = new ArrayList<ValueType>();
        for (int left = input.u32(); left > 0; left--) {
            types.add(type());
        }
        return types;
    }

    private ValueType type() {
        int number = input.u32();
        return number < BaseNodes.firstType() ? NUMBERED[number] : base.types().get(number - BaseNodes.firstType());
    }

    private NodeTag tag() {
        return NodeTag.of(input.u8());
    }

    private boolean flag() {
        return input.u8() != 0;
    }

    private Expr reference() {
        return nodes.get(nodes.size() - input.u32());
    }

    private List<Expr> children() {
        int count = input.u32();
        var children = new ArrayList<Expr>(Math.min(count, nodes.size()));
        for (int i = 0; i < count; i++) {
            children.add(reference());
        }
        return children;
    }

    /** Decodes the only child. */
    private Expr child() {
        return children().get(0);
    }

    private Expr node(NodeTag tag) {
        return switch (tag) {
            case CONST -> childless(new Const(type(), input.s64()));
            case LOCAL_GET -> childless(new LocalGet(input.u32(), type()));
            case LOCAL_SET -> localSet(input.u32(), flag(), type());
            case GLOBAL_GET -> childless(new GlobalGet(text(), type()));
            case GLOBAL_SET -> new GlobalSet(text(), child());
            case INT_UNARY -> unary(UNARY[input.u8()], type(), type());
            case INT_BINARY -> binary(BINARY[input.u8()], type(), type(), children());
            case NUMERIC -> new Numeric(NumericOperator.named(text()), children());
            case VECTOR_CONST -> childless(new VectorConst(input.s64(), input.s64()));
            case LOAD -> new Load(memory(), input.u64(), input.u32(), input.u32(), flag(), type(), child());
            case STORE -> store(memory(), input.u64(), input.u32(), input.u32(), type(), children());
            default -> control(tag);
        };
    }

    private Expr control(NodeTag tag) {
        return switch (tag) {
            case SELECT -> select(type(), children());
            case BLOCK -> block(text(), type());
            case LOOP -> loop(text(), type());
            case IF -> conditional(type(), children());
            case BREAK -> jump(text(), flag(), flag(), type(), children());
            case SWITCH -> table(texts(), text(), children());
            case CALL -> call(text(), flag(), type());
            case DROP -> new Drop(child());
            case RETURN -> leave(children());
            case NOP -> childless(new Nop());
            case UNREACHABLE -> childless(new Unreachable());
            case OPAQUE -> opaque(base.templates().get(input.u32()), type());
            default -> throw new IllegalArgumentException("not a node: " + tag);
        };
    }

    private Expr childless(Expr node) {
        if (input.u32() != 0) {
            throw new IllegalArgumentException("a node without operands has some");
        }
        return node;
    }

    private Memory memory() {
        return new Memory(text(), flag(), flag());
    }

    private List<String> texts() {
        var read = new ArrayList<String>();
        for (int left = input.u32(); left > 0; left--) {
            read.add(text());
        }
        return read;
    }

    private Expr localSet(int index, boolean tee, ValueType type) {
        return new LocalSet(index, child(), tee, type);
    }

    private Expr unary(UnaryOperator operator, ValueType operandType, ValueType type) {
        return new IntUnary(operator, operandType, child(), type);
    }

    private static Expr binary(BinaryOperator operator, ValueType operandType, ValueType type, List<Expr> children) {
        return new IntBinary(operator, operandType, children.get(0), children.get(1), type);
    }

    private static Expr store(Memory memory, long offset, int align, int bytes, ValueType type, List<Expr> children) {
        return new Store(memory, offset, align, bytes, type, children.get(0), children.get(1));
    }

    private static Expr select(ValueType type, List<Expr> children) {
        return new Select(children.get(0), children.get(1), children.get(2), type);
    }

    private Expr block(String label, ValueType type) {
        return new Block(label, children(), type);
    }

    private Expr loop(String label, ValueType type) {
        return new Loop(label, child(), type);
    }

    private static Expr conditional(ValueType type, List<Expr> children) {
        return new If(children.get(0), children.get(1), children.size() > 2 ? children.get(2) : null, type);
    }

    private static Expr jump(
            String label, boolean hasValue, boolean hasCondition, ValueType type, List<Expr> children) {
        Expr value = hasValue ? children.get(0) : null;
        return new Break(label, value, hasCondition ? children.get(children.size() - 1) : null, type);
    }

    private static Expr table(List<String> targets, String defaultTarget, List<Expr> children) {
        Expr value = children.size() > 1 ? children.get(0) : null;
        return new Switch(targets, defaultTarget, value, children.get(children.size() - 1));
    }

    private Expr call(String target, boolean tail, ValueType type) {
        return new Call(target, children(), tail, type);
    }

    private static Expr leave(List<Expr> children) {
        return new Return(children.isEmpty() ? null : children.get(0));
    }

    private Expr opaque(Opaque.Template template, ValueType type) {
        return new Opaque(template, children(), type);
    }
}
