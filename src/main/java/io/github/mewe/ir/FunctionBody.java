package io.github.mewe.ir;

import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * A function with its body as a tree.
 *
 * @param name the function's name, unique in its module
 * @param signature its parameters and result
 * @param vars the types of its locals that are not parameters; their indices follow the parameters'
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
     * @param index a parameter's or other local's index
     */
    public ValueType localType(int index) {
        int params = signature.params().size();
        return index < params ? signature.params().get(index) : vars.get(index - params);
    }

    /** The same function with another body. */
    public FunctionBody withRoot(Expr newRoot) {
        return newRoot == root ? this : new FunctionBody(name, signature, vars, newRoot);
    }

    /** The same function with another body and further locals behind its own. */
    public FunctionBody with(Expr newRoot, List<ValueType> addedVars) {
        if (addedVars.isEmpty()) {
            return withRoot(newRoot);
        }
        var all = new ArrayList<>(vars);
        all.addAll(addedVars);
        return new FunctionBody(name, signature, all, newRoot);
    }

    /** The same function under another name. */
    public FunctionBody withName(String newName) {
        return new FunctionBody(newName, signature, vars, root);
    }
}
