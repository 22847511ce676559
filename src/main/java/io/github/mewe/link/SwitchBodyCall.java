package io.github.mewe.link;

import io.github.mewe.ir.Block;
import io.github.mewe.ir.Call;
import io.github.mewe.ir.Expr;
import io.github.mewe.ir.If;
import io.github.mewe.ir.Return;
import io.github.mewe.ir.Switch;
import io.github.mewe.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Calls the chosen body by a {@code br_table} over direct calls. */
final class SwitchBodyCall implements BodyCall {
    private final boolean tailCalls;

    /**
     * Creates a builder of calls.
     *
     * @param tailCalls true if the module uses tail calls, so that dispatchers may use them too
     */
    SwitchBodyCall(boolean tailCalls) {
        this.tailCalls = tailCalls;
    }

    @Override
    public Expr build(Dispatcher dispatcher, Expr choice) {
        if (dispatcher.bodies().size() == 2) {
            ValueType result = dispatcher.resultType(tailCalls);
            return new If(choice, call(dispatcher, 1), call(dispatcher, 0), result);
        }
        return choose(dispatcher, calls(dispatcher), choice);
    }

    /** Makes the missing choice the default of the {@code br_table}, so that an existing choice needs no test. */
    @Override
    public Expr build(Dispatcher dispatcher, Expr choice, Expr unmade) {
        List<Expr> ways = calls(dispatcher);
        ways.add(unmade);
        return choose(dispatcher, ways, choice);
    }

    private List<Expr> calls(Dispatcher dispatcher) {
        var calls = new ArrayList<Expr>();
        for (int i = 0; i < dispatcher.bodies().size(); i++) {
            calls.add(call(dispatcher, i));
        }
        return calls;
    }

    /** Runs one of several arms, each of which leaves the result. The last arm serves all numbers from its own on. */
    private Expr choose(Dispatcher dispatcher, List<Expr> ways, Expr choice) {
        ValueType result = dispatcher.resultType(tailCalls);
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            labels.add("v" + i);
        }
        int last = ways.size() - 1;
        Expr nested = new Switch(labels.subList(0, last), labels.get(last), null, choice);
        for (int i = 0; i < last; i++) {
            nested = sequence(new Block(labels.get(i), List.of(nested), ValueType.NONE), ways.get(i), result);
        }
        Block landing = new Block(labels.get(last), List.of(nested), ValueType.NONE);
        return new Block(null, List.of(landing, ways.get(last)), result);
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
