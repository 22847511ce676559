package io.github.mewe.equivalence.derivation;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Break;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.ExprWalk;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.If;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.ir.LocalSet;
import io.github.mewe.ir.Loop;
import io.github.mewe.ir.Opaque;
import io.github.mewe.ir.Select;
import io.github.mewe.ir.Switch;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The locals of a body that hold a reference other than null wherever they are read. */
final class NonNullLocals {
    private final ModuleFacts facts;
    private final BitSet locals = new BitSet();

    /** Starts with all references that are written before they are read, and removes those that may become null. */
    NonNullLocals(FunctionBody body, ModuleFacts facts) {
        this.facts = facts;
        int params = body.signature().params().size();
        for (int local = 0; local < body.localCount(); local++) {
            boolean isParameter = local < params;
            locals.set(local, isReference(body.localType(local)) && !(isParameter && mayBeNull(body.localType(local))));
        }
        locals.andNot(readFirst(body));
        List<LocalSet> writes = new ArrayList<>();
        ExprWalk.each(body.root(), expr -> {
            if (expr instanceof LocalSet set && locals.get(set.index())) {
                writes.add(set);
            }
        });
        boolean isStable = writes.isEmpty();
        while (!isStable) {
            isStable = true;
            for (LocalSet set : writes) {
                if (locals.get(set.index()) && set.isReachable() && !isNeverNull(set.value())) {
                    locals.clear(set.index());
                    isStable = false;
                }
            }
        }
    }

    /**
     * Determines if a body may read a variable of a type without null before it writes it. Such a body is invalid until
     * encoding makes the variable nullable and adds an assertion to each read.
     */
    static boolean needsAssertions(FunctionBody body, ModuleFacts facts) {
        return body.vars().stream().anyMatch(type -> excludesNull(type, facts))
                && readFirst(body).stream().anyMatch(read -> excludesNull(body.localType(read), facts));
    }

    private static boolean excludesNull(ValueType type, ModuleFacts facts) {
        return isReference(type) && !facts.isNullable(type);
    }

    /** The variables that a body may read before it writes them. */
    private static BitSet readFirst(FunctionBody body) {
        Change unchanged = Change.of(body.root(), body.root());
        BitSet readFirst = new LiveLocals(body, unchanged).before(unchanged);
        readFirst.clear(0, body.signature().params().size());
        return readFirst;
    }

    private static boolean isReference(ValueType type) {
        return type.kind() == ValueType.Kind.REFERENCE;
    }

    private boolean mayBeNull(ValueType type) {
        return !excludesNull(type, facts);
    }

    /** Determines if an instruction sends no null to a label. */
    private boolean sendsNoNull(Expr expr, String label) {
        if (expr instanceof Break jump) {
            return !jump.label().equals(label) || jump.value() != null && isNeverNull(jump.value());
        }
        if (expr instanceof Switch table) {
            boolean leads =
                    table.targets().contains(label) || table.defaultTarget().equals(label);
            return !leads || table.value() != null && isNeverNull(table.value());
        }
        return !(expr instanceof Opaque opaque)
                || !opaque.template().hasLabels()
                || opaque.template().isBranch()
                        && !opaque.template().branchLabel().equals(label)
                || opaque.template().branchesIfNotNull();
    }

    /** Determines if a value of the body is a reference other than null. */
    boolean isNeverNull(Expr value) {
        if (value instanceof LocalGet get) {
            return locals.get(get.index());
        }
        if (value instanceof LocalSet set) {
            return set.tee() && isNeverNull(set.value());
        }
        if (value instanceof Block block) {
            List<Expr> items = block.items();
            return !items.isEmpty()
                    && isNeverNull(items.get(items.size() - 1))
                    && (block.label() == null || ExprWalk.all(block, expr -> sendsNoNull(expr, block.label())));
        }
        if (value instanceof Loop loop) {
            return isNeverNull(loop.body());
        }
        if (value instanceof If choice) {
            return choice.ifFalse() != null && isNeverNull(choice.ifTrue()) && isNeverNull(choice.ifFalse());
        }
        if (value instanceof Select choice) {
            return isNeverNull(choice.ifTrue()) && isNeverNull(choice.ifFalse());
        }
        // The result of a branch on a reference may depend on its operand.
        boolean hasOwnType = value instanceof Call
                || value instanceof GlobalGet
                || value instanceof Opaque opaque && !opaque.template().hasLabels();
        return !value.isReachable() || hasOwnType && !mayBeNull(value.type());
    }
}
