package io.github.mewe.variant;

import io.github.mewe.ir.Expr;
import io.github.mewe.ir.FunctionBody;
import io.github.mewe.ir.GlobalGet;
import io.github.mewe.ir.LocalGet;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads of a function's locals and of its module's mutable integer globals, whose values an engine cannot know at
 * compile time.
 */
public final class UnknownValues {
    private final FunctionBody function;
    private final GlobalReads globals;
    private final Map<ValueType, List<Integer>> locals = new HashMap<>();

    /** The reads in one function. */
    public UnknownValues(FunctionBody function, GlobalReads globals) {
        this.function = function;
        this.globals = globals;
    }

    /**
     * Draws a read.
     *
     * @param type its type
     * @param excluded reads not to draw, among other expressions
     * @return empty if no other read has the type
     */
    public Optional<Expr> pick(ValueType type, Collection<Expr> excluded, VariantRandom random) {
        List<Integer> own = locals.computeIfAbsent(type, this::localsOf);
        List<GlobalGet> shared = globals.of(type);
        var skipped = new TreeSet<Integer>();
        for (Expr expr : excluded) {
            int position = expr.type().equals(type) ? position(expr, own) : -1;
            if (position >= 0) {
                skipped.add(position);
            }
        }
        int count = own.size() + shared.size() - skipped.size();
        if (count == 0) {
            return Optional.empty();
        }
        int drawn = random.below(count);
        for (int position : skipped) {
            drawn += position <= drawn ? 1 : 0;
        }
        return Optional.of(drawn < own.size() ? new LocalGet(own.get(drawn), type) : shared.get(drawn - own.size()));
    }

    private List<Integer> localsOf(ValueType type) {
        var indices = new ArrayList<Integer>();
        for (int i = 0; i < function.localCount(); i++) {
            if (function.localType(i).equals(type)) {
                indices.add(i);
            }
        }
        return indices;
    }

    private int position(Expr expr, List<Integer> own) {
        if (expr instanceof LocalGet get) {
            return Collections.binarySearch(own, get.index());
        }
        int position = expr instanceof GlobalGet get ? globals.position(get) : -1;
        return position < 0 ? position : own.size() + position;
    }
}
