package io.github.mewe.equivalence.derivation;

import io.github.mewe.equivalence.derivation.InstructionSequence.Item;
import io.github.mewe.equivalence.derivation.InstructionSequence.Kind;
import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.If;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Nop;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.OpaqueKind;
import io.github.mewe.ir.Switch;
import io.github.mewe.wasm.ValueType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares bodies up to what encoding and decoding change: the names of labels, the order of locals, the nesting of
 * operands and blocks, and code that cannot be reached.
 */
final class NormalForm {
    private static final Item END = new Item(Kind.CLOSE, new Nop());

    private final FunctionBody one;
    private final FunctionBody other;
    private final Map<String, String> labels = new HashMap<>();
    private final Set<String> boundLabels = new HashSet<>();
    private final Map<Integer, Integer> locals = new HashMap<>();
    private final Map<Integer, Integer> inverse = new HashMap<>();

    /** The locals that only hold other values than null, of each body; created when they are first needed. */
    private final NonNullLocals[] nonNull = new NonNullLocals[2];

    private final ModuleFacts facts;

    private NormalForm(FunctionBody one, FunctionBody other, ModuleFacts facts) {
        this.one = one;
        this.other = other;
        this.facts = facts;
    }

    /** Determines if two bodies with their helpers are the same. The helpers have the same names in the same order. */
    static boolean areSame(CheckedBody one, CheckedBody other, ModuleFacts facts) {
        if (one.helpers().size() != other.helpers().size() || !areSame(one.body(), other.body(), facts)) {
            return false;
        }
        for (int i = 0; i < one.helpers().size(); i++) {
            FunctionBody helper = one.helpers().get(i);
            if (!helper.name().equals(other.helpers().get(i).name())
                    || !areSame(helper, other.helpers().get(i), facts)) {
                return false;
            }
        }
        return true;
    }

    private static boolean areSame(FunctionBody one, FunctionBody other, ModuleFacts facts) {
        return one.signature().equals(other.signature()) && new NormalForm(one, other, facts).areSame();
    }

    private boolean areSame() {
        for (int i = 0; i < one.signature().params().size(); i++) {
            locals.put(i, i);
            inverse.put(i, i);
        }
        List<Item> items = InstructionSequence.of(one.root());
        List<Item> others = InstructionSequence.of(other.root());
        int i = 0;
        int j = 0;
        while (i < items.size() || j < others.size()) {
            Item left = i < items.size() ? items.get(i) : END;
            Item right = j < others.size() ? others.get(j) : END;
            if (isAssertion(left) != isAssertion(right)) {
                // Encoding makes locals nullable, and asserts where they are read that they are not null.
                boolean isLeft = isAssertion(left);
                if (!isRedundant(isLeft ? left : right, isLeft ? 0 : 1)) {
                    return false;
                }
                i += isLeft ? 1 : 0;
                j += isLeft ? 0 : 1;
            } else if (left.kind() == right.kind() && isSame(left, right)) {
                i++;
                j++;
            } else {
                return false;
            }
        }
        return true;
    }

    private static boolean isAssertion(Item item) {
        return item.kind() == Kind.OPERATION
                && item.expr() instanceof Opaque opaque
                && opaque.template().isNonNullAssertion();
    }

    private boolean isRedundant(Item assertion, int side) {
        return isNeverNull(assertion.expr().children().get(0), side);
    }

    /** Decoding refines casts of operands that are not null. */
    private boolean isSameOnOperand(Opaque left, Opaque right) {
        return left.children().size() == 1
                && right.children().size() == 1
                && left.template().isSameIfNotNull(right.template())
                && isNeverNull(right.children().get(0), 1);
    }

    private boolean isNeverNull(Expr value, int side) {
        if (nonNull[side] == null) {
            nonNull[side] = new NonNullLocals(side == 0 ? one : other, facts);
        }
        return nonNull[side].isNeverNull(value);
    }

    private boolean isSame(Item left, Item right) {
        return switch (left.kind()) {
            case OPERATION -> isSameNode(left.expr(), right.expr());
            case OPEN -> isSameConstruct(left.expr(), right.expr());
            // Both end the same construct, because all items before are the same.
            case NEXT, CLOSE -> true;
        };
    }

    private boolean isSameConstruct(Expr left, Expr right) {
        if (left.getClass() != right.getClass()) {
            return false;
        }
        if (left instanceof Block block) {
            return bind(block.label(), ((Block) right).label());
        }
        if (left instanceof Loop loop) {
            Loop match = (Loop) right;
            return (loop.label() == null) == (match.label() == null) && bind(loop.label(), match.label());
        }
        return left instanceof If
                || isSameScope(
                        ((Opaque) left).template().kind(),
                        ((Opaque) right).template().kind());
    }

    private boolean isSameScope(OpaqueKind left, OpaqueKind right) {
        return isSameWithLabels(left, right)
                && (!(left instanceof OpaqueKind.Try scope) || bind(scope.label(), ((OpaqueKind.Try) right).label()));
    }

    private boolean isSameWithLabels(OpaqueKind left, OpaqueKind right) {
        return left.withLabels(labels::get).equals(right.withLabels(label -> label));
    }

    /** Relates two labels. In both bodies, a name may be bound only once. */
    private boolean bind(String left, String right) {
        return left == null || labels.put(left, right) == null && boundLabels.add(right);
    }

    private boolean isSameNode(Expr left, Expr right) {
        if (left.getClass() != right.getClass()) {
            return false;
        }
        if (left instanceof LocalGet get) {
            return isSameLocal(get.index(), ((LocalGet) right).index());
        }
        if (left instanceof LocalSet set) {
            LocalSet match = (LocalSet) right;
            return set.tee() == match.tee() && isSameLocal(set.index(), match.index());
        }
        if (left instanceof Break jump) {
            Break match = (Break) right;
            return match.label().equals(labels.get(jump.label()))
                    && (jump.value() == null) == (match.value() == null)
                    && (jump.condition() == null) == (match.condition() == null);
        }
        if (left instanceof Switch jump) {
            Switch match = (Switch) right;
            return match.targets()
                            .equals(jump.targets().stream().map(labels::get).toList())
                    && match.defaultTarget().equals(labels.get(jump.defaultTarget()))
                    && (jump.value() == null) == (match.value() == null);
        }
        if (left instanceof Call call) {
            Call match = (Call) right;
            return call.target().equals(match.target()) && call.tail() == match.tail();
        }
        if (left instanceof Opaque opaque) {
            Opaque.Template template = opaque.template();
            Opaque.Template match = ((Opaque) right).template();
            if (template.kind() instanceof OpaqueKind.Rethrow) {
                return isSameWithLabels(template.kind(), match.kind());
            }
            return template.isBranch()
                    ? template.isSameBranchAs(match) && match.branchLabel().equals(labels.get(template.branchLabel()))
                    : !template.hasLabels() && (template.isSameAs(match) || isSameOnOperand(opaque, (Opaque) right));
        }
        return Change.isSameNode(left, right);
    }

    private boolean isSameLocal(int left, int right) {
        ValueType type = one.localType(left);
        locals.putIfAbsent(left, right);
        inverse.putIfAbsent(right, left);
        return locals.get(left) == right
                && inverse.get(right) == left
                && (type.equals(other.localType(right)) || isReference(type) && isReference(other.localType(right)));
    }

    /** The types of references decide what is valid, not what it does. */
    private static boolean isReference(ValueType type) {
        return type.kind() == ValueType.Kind.REFERENCE;
    }
}
