package io.github.mewe.link;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.If;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Switch;
import io.github.mewe.ir.ValueType;
import java.util.ArrayList;
import java.util.List;

/** A {@code br_table} over direct calls. */
final class SwitchHandOver implements HandOver {
    private final boolean tailCalls;

    /**
     * Hands over by direct calls.
     *
     * @param tailCalls whether the module already uses tail calls, so that dispatchers may
     */
    SwitchHandOver(boolean tailCalls) {
        this.tailCalls = tailCalls;
    }

    @Override
    public Expr to(Dispatcher dispatcher, Expr choice) {
        List<String> bodies = dispatcher.bodies();
        ValueType result = dispatcher.resultType(tailCalls);
        if (bodies.size() == 2) {
            return new If(choice, call(dispatcher, 1), call(dispatcher, 0), result);
        }
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            labels.add("v" + i);
        }
        int last = bodies.size() - 1;
        Expr nested = new Switch(labels.subList(0, last), labels.get(last), null, choice);
        for (int i = 0; i < bodies.size(); i++) {
            Block landing = new Block(labels.get(i), List.of(nested), ValueType.NONE);
            Expr call = call(dispatcher, i);
            if (i == last) {
                return new Block(null, List.of(landing, call), result);
            }
            nested = sequence(landing, call, result);
        }
        throw new IllegalArgumentException("a dispatcher needs at least two bodies");
    }

    private Expr sequence(Expr landing, Expr call, ValueType result) {
        if (tailCalls) {
            return new Block(null, List.of(landing, call), ValueType.UNREACHABLE);
        }
        List<Expr> items = result.equals(ValueType.NONE)
                ? List.of(landing, call, new Return(null))
                : List.of(landing, new Return(call));
        return new Block(null, items, ValueType.UNREACHABLE);
    }

    private Expr call(Dispatcher dispatcher, int body) {
        return new Call(
                dispatcher.bodies().get(body), dispatcher.arguments(), tailCalls, dispatcher.resultType(tailCalls));
    }
}
