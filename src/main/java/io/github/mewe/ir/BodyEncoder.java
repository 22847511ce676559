package io.github.mewe.ir;

import io.github.mewe.wasm.BinaryWriter;
import io.github.mewe.wasm.ValueType;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes functions that derive from a base function. Nodes that they share with the base, or with each other, are
 * references. {@link BodyDecoder} restores the same trees with the same sharing.
 */
public final class BodyEncoder {
    private final BinaryWriter output;
    private final BaseNodes base;
    private final Map<Expr, Integer> numbers = new IdentityHashMap<>();
    private final Map<String, Integer> texts = new HashMap<>();
    private int nodes;
    private boolean isComplete = true;

    /**
     * Creates an encoder.
     *
     * @param base the base function
     * @param others more functions whose opaque nodes may occur
     * @param output receives the encoded functions
     */
    public BodyEncoder(FunctionBody base, List<FunctionBody> others, BinaryWriter output) {
        this.base = BaseNodes.of(base, others);
        this.output = output;
        this.base.nodes().forEach(node -> numbers.put(node, nodes++));
    }

    /**
     * Returns false if an opaque node or a reference type does not occur in the functions given. Nothing can then be
     * decoded.
     */
    public boolean isComplete() {
        return isComplete;
    }

    /** Encodes a function. */
    public void write(FunctionBody function) {
        text(function.name());
        types(function.signature().params());
        type(function.signature().result());
        types(function.vars());
        int root = number(function.root());
        tag(NodeTag.END);
        reference(root);
    }

    /** Encodes a text, or null. */
    public void text(String text) {
        if (text == null) {
            output.u32(0);
            return;
        }
        Integer known = texts.putIfAbsent(text, texts.size() + 1);
        output.u32(known == null ? texts.size() : known);
        if (known == null) {
            output.name(text);
        }
    }

    private void types(Collection<ValueType> types) {
        output.u32(types.size());
        types.forEach(this::type);
    }

    private void type(ValueType type) {
        int index = BaseNodes.isNumbered(type) ? -1 : base.types().indexOf(type);
        isComplete &= BaseNodes.isNumbered(type) || index >= 0;
        output.u32(BaseNodes.isNumbered(type) ? (int) type.id() : BaseNodes.firstType() + index);
    }

    private void template(Opaque.Template template) {
        for (int i = 0; i < base.templates().size(); i++) {
            if (base.templates().get(i) == template || base.templates().get(i).isSameAs(template)) {
                output.u32(i);
                return;
            }
        }
        isComplete = false;
    }

    private void reference(int node) {
        output.u32(nodes - node);
    }

    private void tag(NodeTag tag) {
        output.u8(tag.ordinal());
    }

    private void flag(boolean value) {
        output.u8(value ? 1 : 0);
    }

    /** Encodes a node unless it is known, and returns its number. */
    private int number(Expr expr) {
        Integer known = numbers.get(expr);
        if (known != null) {
            return known;
        }
        List<Expr> children = expr.children();
        var ofChildren = new int[children.size()];
        for (int i = 0; i < ofChildren.length; i++) {
            ofChildren[i] = number(children.get(i));
        }
        node(expr);
        output.u32(ofChildren.length);
        for (int child : ofChildren) {
            reference(child);
        }
        numbers.put(expr, nodes);
        return nodes++;
    }

    private void node(Expr expr) {
        if (expr instanceof Const constant) {
            tag(NodeTag.CONST);
            type(constant.type());
            output.signed(constant.bits());
        } else if (expr instanceof LocalGet get) {
            tag(NodeTag.LOCAL_GET);
            output.u32(get.index());
            type(get.type());
        } else if (expr instanceof LocalSet set) {
            tag(NodeTag.LOCAL_SET);
            output.u32(set.index());
            flag(set.tee());
            type(set.type());
        } else if (expr instanceof GlobalGet get) {
            tag(NodeTag.GLOBAL_GET);
            text(get.name());
            type(get.type());
        } else if (expr instanceof GlobalSet set) {
            tag(NodeTag.GLOBAL_SET);
            text(set.name());
        } else if (expr instanceof IntUnary unary) {
            tag(NodeTag.INT_UNARY);
            output.u8(unary.operator().ordinal());
            type(unary.operandType());
            type(unary.type());
        } else if (expr instanceof IntBinary binary) {
            tag(NodeTag.INT_BINARY);
            output.u8(binary.operator().ordinal());
            type(binary.operandType());
            type(binary.type());
        } else if (expr instanceof Numeric numeric) {
            tag(NodeTag.NUMERIC);
            text(numeric.operator().name());
        } else if (expr instanceof VectorConst vector) {
            tag(NodeTag.VECTOR_CONST);
            output.signed(vector.low()).signed(vector.high());
        } else if (expr instanceof Load load) {
            tag(NodeTag.LOAD);
            memory(load.memory());
            access(load.offset(), load.align(), load.bytes());
            flag(load.signed());
            type(load.valueType());
        } else if (expr instanceof Store store) {
            tag(NodeTag.STORE);
            memory(store.memory());
            access(store.offset(), store.align(), store.bytes());
            type(store.valueType());
        } else {
            control(expr);
        }
    }

    private void memory(Memory memory) {
        text(memory.name());
        flag(memory.shared());
        flag(memory.is64());
    }

    private void access(long offset, int align, int bytes) {
        output.u64(offset).u32(align).u32(bytes);
    }

    private void control(Expr expr) {
        if (expr instanceof Select select) {
            tag(NodeTag.SELECT);
            type(select.type());
        } else if (expr instanceof Block block) {
            tag(NodeTag.BLOCK);
            text(block.label());
            type(block.type());
        } else if (expr instanceof Loop loop) {
            tag(NodeTag.LOOP);
            text(loop.label());
            type(loop.type());
        } else if (expr instanceof If conditional) {
            tag(NodeTag.IF);
            type(conditional.type());
        } else if (expr instanceof Break jump) {
            tag(NodeTag.BREAK);
            text(jump.label());
            flag(jump.value() != null);
            flag(jump.condition() != null);
            type(jump.type());
        } else if (expr instanceof Switch table) {
            tag(NodeTag.SWITCH);
            output.u32(table.targets().size());
            table.targets().forEach(this::text);
            text(table.defaultTarget());
        } else if (expr instanceof Call call) {
            tag(NodeTag.CALL);
            text(call.target());
            flag(call.tail());
            type(call.type());
        } else if (expr instanceof Drop) {
            tag(NodeTag.DROP);
        } else if (expr instanceof Return) {
            tag(NodeTag.RETURN);
        } else if (expr instanceof Nop) {
            tag(NodeTag.NOP);
        } else if (expr instanceof Unreachable) {
            tag(NodeTag.UNREACHABLE);
        } else if (expr instanceof Opaque opaque) {
            tag(NodeTag.OPAQUE);
            template(opaque.template());
            type(opaque.type());
        } else {
            throw new IllegalArgumentException("unknown kind of node: " + expr);
        }
    }
}
