package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * A function with its body as a tree.
 *
 * @param name a name that is unique in the module
 * @param signature the parameters and the result
 * @param vars the types of the other locals, whose indices follow those of the parameters
 * @param root the body
 */
public record FunctionBody(String name, Signature signature, List<ValueType> vars, Expr root) {
    /** Copies the list. */
    public FunctionBody {
        vars = List.copyOf(vars);
    }

    /** The number of parameters and other locals. */
    public int localCount() {
        return signature.params().size() + vars.size();
    }

    /**
     * The type of a local.
     *
     * @param index the index of a parameter or another local
     */
    public ValueType localType(int index) {
        int params = signature.params().size();
        return index < params ? signature.params().get(index) : vars.get(index - params);
    }

    /** Copies the function with another body. */
    public FunctionBody withRoot(Expr newRoot) {
        return newRoot == root ? this : new FunctionBody(name, signature, vars, newRoot);
    }

    /** Copies the function with another body and additional locals. */
    public FunctionBody with(Expr newRoot, List<ValueType> addedVars) {
        if (addedVars.isEmpty()) {
            return withRoot(newRoot);
        }
        var all = new ArrayList<>(vars);
        all.addAll(addedVars);
        return new FunctionBody(name, signature, all, newRoot);
    }

    /** Copies the function with another name. */
    public FunctionBody withName(String newName) {
        return new FunctionBody(newName, signature, vars, root);
    }
}
