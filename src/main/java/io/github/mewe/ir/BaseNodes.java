package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The parts of a function that encoded bodies refer to.
 *
 * @param nodes all nodes of the function
 * @param templates the templates of the opaque nodes, including those of other functions
 * @param types the types without a number that is the same in every run
 */
record BaseNodes(List<Expr> nodes, List<Opaque.Template> templates, List<ValueType> types) {
    static BaseNodes of(FunctionBody function, List<FunctionBody> others) {
        var nodes = new ArrayList<Expr>();
        var templates = new ArrayList<Opaque.Template>();
        Set<ValueType> types = new LinkedHashSet<>(function.signature().params());
        types.add(function.signature().result());
        types.addAll(function.vars());
        ExprWalk.each(function.root(), expr -> {
            nodes.add(expr);
            types.add(expr.type());
            if (expr instanceof Opaque opaque) {
                templates.add(opaque.template());
            }
        });
        for (FunctionBody other : others) {
            ExprWalk.each(other.root(), expr -> {
                if (expr instanceof Opaque opaque) {
                    templates.add(opaque.template());
                }
            });
        }
        types.removeIf(BaseNodes::isNumbered);
        return new BaseNodes(nodes, templates, List.copyOf(types));
    }

    /** Determines if the identity of a type is the same in every run. */
    static boolean isNumbered(ValueType type) {
        return !type.isReference();
    }

    /** The number of the first type that is not {@linkplain #isNumbered numbered}. */
    static int firstType() {
        return (int) ValueType.REFERENCE.id();
    }
}
